"""Templates: a programme's meetings before they have dates, written in the browser, planned all at once."""
