"""Mentoring (pendampingan): visits, agreed steps, plans, trainings and reports of those who accompany cooperatives."""
