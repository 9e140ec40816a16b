/* After a refused form the summary of errors gets the focus, so that nobody misses it. */
document.querySelector("[data-focus]").focus();
