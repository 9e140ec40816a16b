"""Names of what happens to jobs; stable, since the trail keeps them for good."""

JOB_QUEUED = "job.queued"
JOB_ENDED = "job.ended"
