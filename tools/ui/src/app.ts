// What every page does in a browser. Each part works on what it finds; nothing
// here is needed to read a page.
import {clocks} from "./clock";
import {cards} from "./cards";
import {keys} from "./keys";
import {live} from "./live";

clocks(document);
cards();
keys();
live();
