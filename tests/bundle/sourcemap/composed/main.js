import { greet } from "lib";
import { mapless } from "mapless";
import { area } from "./own/area.js";
import { broken } from "./own/broken.js";
import { missing } from "./own/missing.js";
import { first, second } from "./own/two.js";

console.log(greet("MARK_you", true).text, mapless, area(2, 3), broken, missing, first, second);
