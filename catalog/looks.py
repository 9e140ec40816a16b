"""How the states of products and fairs, and how ready a product is for retail, look."""

from marketplace.core.looks import Look
from marketplace.core.text import _l

PILLS = {
    "draft": Look("none", "pencil", _l("Draft")),
    "published": Look("ok", "circle-check", _l("Published")),
    "withdrawn": Look("none", "eye-off", _l("Withdrawn")),
    "public": Look("ok", "circle-check", _l("Public")),
    "coming": Look("info", "calendar-days", _l("Coming")),
    "on": Look("ok", "store", _l("On now")),
    "past": Look("none", "history", _l("Over")),
    "retail_ready": Look("ok", "circle-check", _l("Retail ready")),
    "nearly_ready": Look("wait", "hourglass", _l("Nearly retail ready")),
    "growing": Look("none", "sprout", _l("Being developed")),
}
