// Pages work without this: it adds the menu button on a phone, the live character count and one press for a double click.
import { initAll } from "./govuk-frontend.min.js";

initAll();
