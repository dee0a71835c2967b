// Comfort on top of pages that work without it. Each file minds one thing and listens at the document, so that parts htmx brings in need no set-up.
import "./clock.js";
import "./copy.js";
import "./command-box.js";
import "./dialogs.js";
import "./filter-choices.js";
import "./forms.js";
import "./htmx-answers.js";
import "./live.js";
import "./menu.js";
import "./picks.js";
import "./toasts.js";
import "./charts.js";
