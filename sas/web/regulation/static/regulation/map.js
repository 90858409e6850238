// The map of results: outlines or tiles, one pin per result, "Relancer la recherche ici". Leaflet is loaded where a map
// has room, never else.

const TOGETHER = 44; // pixels under which two pins are one
const MOST_NAMES = 40;
const MOST_TOGETHER = 50; // what the page of results accepts in `lieux`
const FARTHEST_KM = 200;
const OVERSEAS_BELOW = 41; // degrees of latitude
const DEEPEST = 18;
const SIZES = { one: 26, many: 34 };
const WORDS = { today: "créneau aujourd'hui", later: "créneau demain ou après-demain", none: "sans créneau dans les trois jours" };
const BEST = ["today", "later", "none"];
const LEFT = "ne répond plus à cette recherche";
// Milliseconds: how soon pins that changed are asked for, how often at most, and how often all of them.
const SOON = [200, 600];
const AT_MOST_EVERY = 10000;
const ALL_AT_MOST_EVERY = 60000;
const answers = new Map();

// What was read once is not asked again when a part of the page is swapped.
function read(address, how) {
  if (!answers.has(address)) {
    const answer = fetch(address, { headers: { "X-Requested-With": "map" } }).then((found) => {
      if (!found.ok) throw new Error(`${found.status}`);
      return found[how]();
    });
    answer.catch(() => answers.delete(address));
    answers.set(address, answer);
  }
  return answers.get(address);
}

// Leaflet's script and style sheet, once for the page.
let drawing = null;

function load(name, attributes) {
  return new Promise((loaded, failed) => {
    const made = element(name, "", attributes);
    made.addEventListener("load", loaded);
    made.addEventListener("error", failed);
    document.head.prepend(made); // our own style sheet has the last word
  });
}

function leaflet({ leaflet: src, leafletStyle: href }) {
  drawing ||= Promise.all([load("script", { src }), load("link", { rel: "stylesheet", href })]);
  return drawing;
}

function element(name, words = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = words;
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

// --- The ground: tiles when the host has some, else outlines of départements and names of communes -------------------

function drawGround(map, box) {
  if (box.dataset.tiles) {
    L.tileLayer(box.dataset.tiles, { maxZoom: DEEPEST + 1, referrerPolicy: "strict-origin" }).addTo(map);
    return;
  }
  // Colours come from map.css, which follows the theme.
  const style = { className: "sas-departement", interactive: false, pane: "tilePane", renderer: L.svg({ pane: "tilePane" }) };
  read(box.dataset.outlines, "json").then((outlines) => {
    if (box.isConnected) L.geoJSON(outlines, style).addTo(map);
  });
  drawNames(map, box);
}

function town(line) {
  const [name, lat, lon, rank] = line.split(";");
  return { name, at: L.latLng(lat / 1000, lon / 1000), rank: Number(rank) };
}

// Names come in one file for each half degree of latitude, whose name begins with it; 0 for all that lies overseas.
function sheetsIn(view, box) {
  const [folder, ...sheets] = box.dataset.names.split(" ");
  const south = Math.floor(view.getSouth() * 2);
  const north = Math.floor(view.getNorth() * 2);
  const shown = (half) => (half ? south <= half && half <= north : view.getSouth() < OVERSEAS_BELOW);
  return sheets.filter((sheet) => shown(parseInt(sheet, 10))).map((sheet) => `${folder}${sheet}.txt`);
}

const towns = new Map();

function townsOf(sheet) {
  if (!towns.has(sheet)) {
    const lines = read(sheet, "text").then((text) => text.trim().split("\n").map(town));
    towns.set(sheet, lines.catch(() => (towns.delete(sheet), [])));
  }
  return towns.get(sheet);
}

// By population: a smaller town is not written where a bigger one stands.
function drawNames(map, box) {
  const layer = L.layerGroup().addTo(map);
  map.createPane("noms").setAttribute("aria-hidden", "true");
  map.getPane("noms").style.zIndex = 450;
  map.getPane("noms").style.pointerEvents = "none";
  const draw = async () => {
    const view = map.getBounds();
    const sheets = await Promise.all(sheetsIn(view, box).map(townsOf));
    if (!box.isConnected || !map.getBounds().equals(view)) return;
    const shown = sheets.flat().sort((one, other) => one.rank - other.rank);
    layer.clearLayers();
    const written = [];
    for (const one of shown) {
      if (written.length === MOST_NAMES) break;
      if (!view.contains(one.at)) continue;
      const at = map.latLngToContainerPoint(one.at);
      const half = one.name.length * 3.5 + 8;
      if (written.some((other) => Math.abs(other.at.y - at.y) < 24 && Math.abs(other.at.x - at.x) < other.half + half)) continue;
      written.push({ at, half });
      const icon = L.divIcon({ className: "", html: element("div", one.name, { class: "sas-commune" }), iconSize: [0, 0] });
      L.marker(one.at, { icon, pane: "noms", interactive: false, keyboard: false }).addTo(layer);
    }
  };
  map.whenReady(draw);
  map.on("moveend", draw);
}

// --- Pins ------------------------------------------------------------------------------------------------------------

// In the order of the list: a result joins the first group that stands near, else it starts one.
function grouped(map, pins) {
  const cells = new Map();
  const groups = [];
  for (const pin of pins) {
    const at = map.project([pin.lat, pin.lon]);
    const column = Math.floor(at.x / TOGETHER);
    const row = Math.floor(at.y / TOGETHER);
    let home = null;
    for (let dx = -1; dx <= 1 && !home; dx += 1) {
      for (let dy = -1; dy <= 1 && !home; dy += 1) {
        home = (cells.get(`${column + dx}/${row + dy}`) || []).find((group) => group.at.distanceTo(at) < TOGETHER);
      }
    }
    if (!home) {
      home = { at, pins: [] };
      groups.push(home);
      const cell = `${column}/${row}`;
      cells.set(cell, [...(cells.get(cell) || []), home]);
    }
    home.pins.push(pin);
  }
  return groups.map((group) => ({ pins: group.pins, key: group.pins.map((pin) => pin.id).join(",") }));
}

const bestOf = (pins) => BEST.find((best) => pins.some((pin) => pin.best === best));
const where = (pin) => L.latLng(pin.lat, pin.lon);

// The first zoom at which a group is no longer one pin; none for a group of one address.
function splittingZoom(map, pins) {
  for (let zoom = Math.floor(map.getZoom()) + 1; zoom <= DEEPEST; zoom += 1) {
    const first = map.project(where(pins[0]), zoom);
    if (pins.some((pin) => map.project(where(pin), zoom).distanceTo(first) >= TOGETHER)) return zoom;
  }
  return null;
}

function nameOf(pins) {
  if (pins.length > 1) return `${pins.length} résultats, dont ${WORDS[bestOf(pins)]}`;
  return [pins[0].name, pins[0].distance, pins[0].left ? LEFT : WORDS[pins[0].best]].filter(Boolean).join(", ");
}

function nextOf(pin) {
  if (pin.left) return `${LEFT[0].toUpperCase()}${LEFT.slice(1)}`;
  return pin.next ? `Prochain créneau : ${pin.next}` : "Aucun créneau";
}

function marker(pins) {
  const size = pins.length > 1 ? SIZES.many : SIZES.one;
  const html = element("span", pins.length > 1 ? pins.length : "", { "aria-hidden": "true" });
  const icon = L.divIcon({ className: `sas-epingle sas-epingle--${bestOf(pins)}`, html, iconSize: [size, size] });
  return L.marker(where(pins[0]), { icon, riseOnHover: true });
}

class Pins {
  constructor(map, box, pins) {
    Object.assign(this, { map, box, pins, drawn: new Map(), changed: new Set(), asked: Date.now() - AT_MOST_EVERY });
    this.byId = new Map(pins.map((pin) => [pin.id, pin]));
    this.layer = L.layerGroup().addTo(map);
    pins.forEach((pin, rank) => { pin.rank = rank; });
    map.on("moveend", () => this.draw());
    map.on("popupclose", () => { this.opened = null; });
    this.draw();
  }

  // Those in sight only, and in the order of the list, so that Tab follows it. A pin that stays is not made again.
  draw() {
    const { map } = this;
    if (map.getZoom() !== this.zoom) {
      this.zoom = map.getZoom();
      this.groups = grouped(map, this.pins);
    }
    const view = map.getBounds();
    const seen = this.groups.filter((group) => view.contains(where(group.pins[0])));
    const keys = new Set(seen.map((group) => group.key));
    const held = [...this.drawn.values()].find((one) => one.getElement() === document.activeElement);
    this.drawn.forEach((one, key) => {
      if (keys.has(key)) return;
      if (one === this.opened) map.closePopup();
      this.layer.removeLayer(one);
      this.drawn.delete(key);
    });
    seen.forEach((group) => this.keep(group));
    if (held) (held.getElement() || this.box).focus({ preventScroll: true });
  }

  keep({ key, pins }) {
    const made = this.drawn.get(key) || this.make(key, pins);
    made.getElement().parentNode.append(made.getElement());
  }

  make(key, pins) {
    const made = marker(pins).addTo(this.layer);
    this.drawn.set(key, made);
    const drawn = made.getElement();
    drawn.setAttribute("aria-label", nameOf(pins));
    drawn.dataset.key = key;
    made.on("click", () => this.open(made, pins));
    drawn.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.open(made, pins, { keyboard: true });
    });
    ["mouseenter", "focus"].forEach((name) => drawn.addEventListener(name, () => light(pins, true)));
    ["mouseleave", "blur"].forEach((name) => drawn.addEventListener(name, () => light(pins, false)));
    return made;
  }

  open(made, pins, { keyboard = false } = {}) {
    const { map } = this;
    const zoom = splittingZoom(map, pins);
    if (pins.length === 1 || (!zoom && pins.length > MOST_TOGETHER)) {
      const told = pins.length === 1 ? this.told(pins[0]) : this.toldTogether(pins);
      map.openPopup(L.popup({ offset: [0, -8], closeButton: !keyboard }).setLatLng(made.getLatLng()).setContent(told));
      this.opened = made;
      if (keyboard) told.querySelector("a").focus();
    } else if (zoom) {
      if (keyboard) this.box.focus({ preventScroll: true });
      map.setView(L.latLngBounds(pins.map(where)).getCenter(), zoom);
    } else {
      window.location.assign(this.together(pins));
    }
  }

  together(pins) {
    const ids = pins.slice(0, MOST_TOGETHER).map((pin) => pin.id);
    return `${this.box.dataset.list}&lieux=${ids.join(",")}`;
  }

  // More at one point than a page accepts: nothing is left out without a word.
  toldTogether(pins) {
    const told = element("div"), others = element("p", `et ${pins.length - MOST_TOGETHER} autres, dans `);
    told.append(element("p"), element("a", `Voir les ${MOST_TOGETHER} premiers`, { href: this.together(pins) }), others);
    told.firstChild.append(element("strong", `${pins.length} résultats à cette adresse`));
    others.append(element("a", "la liste de tous les résultats", { href: this.box.dataset.list }));
    return told;
  }

  told(pin) {
    const page = Math.floor(pin.rank / Number(this.box.dataset.perPage)) + 1;
    const link = element("a", "Voir dans la liste", { href: `${this.box.dataset.list}&page=${page}#lieu-${pin.id}` });
    link.addEventListener("click", (event) => {
      const card = document.getElementById(`lieu-${pin.id}`);
      if (!card) return;
      event.preventDefault();
      card.scrollIntoView({ block: "center" });
      card.tabIndex = -1;
      card.focus({ preventScroll: true });
    });
    const told = element("div");
    told.append(element("p"), element("p", pin.distance), element("p", nextOf(pin), { "data-prochain": "" }), link);
    told.firstChild.append(element("strong", pin.name));
    if (!pin.distance) told.children[1].remove();
    return told;
  }

  // Places changed, or all of them ("*"): those that have a pin are asked for anew, together.
  hear(places) {
    const all = places.includes("*");
    const own = all ? [] : places.map(Number).filter((id) => this.byId.has(id));
    if (!all && !own.length) return;
    own.forEach((id) => this.changed.add(id));
    this.all ||= all;
    if (this.waiting) return;
    const pause = this.all || this.changed.size > MOST_TOGETHER ? ALL_AT_MOST_EVERY : AT_MOST_EVERY;
    const soon = SOON[0] + Math.random() * (SOON[1] - SOON[0]);
    this.waiting = setTimeout(() => this.ask(), Math.max(soon, this.asked + pause - Date.now()));
  }

  async ask() {
    const all = this.all || this.changed.size > MOST_TOGETHER;
    const wanted = all ? [...this.byId.keys()] : [...this.changed];
    this.changed.clear();
    Object.assign(this, { all: false, waiting: null, asked: Date.now() });
    if (!this.box.isConnected) return;
    const address = new URL(this.box.dataset.pins, window.location.href);
    if (!all) address.searchParams.set("lieux", wanted.join(","));
    const answer = await fetch(address, { headers: { "X-Requested-With": "map" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) {
      wanted.forEach((id) => this.changed.add(id)); // with the next ones
      return;
    }
    const found = new Map((await answer.json()).pins.map((pin) => [pin.id, pin]));
    answers.delete(this.box.dataset.pins);
    if (this.box.isConnected) this.change(wanted.map((id) => [this.byId.get(id), found.get(id) || { best: "none", next: "", left: true }]));
  }

  // No pin moves nor goes: its colour and its words change. A group keeps its place too.
  change(pairs) {
    const changed = pairs.filter(([pin, now]) => pin.best !== now.best || pin.next !== now.next || Boolean(pin.left) !== Boolean(now.left));
    changed.forEach(([pin, { best, next, left }]) => Object.assign(pin, { best, next, left: Boolean(left) }));
    const ids = new Set(changed.map(([pin]) => pin.id));
    this.groups.filter((group) => group.pins.some((pin) => ids.has(pin.id))).forEach(({ key, pins }) => {
      const drawn = this.drawn.get(key)?.getElement();
      if (!drawn) return;
      drawn.classList.remove(...BEST.map((best) => `sas-epingle--${best}`));
      drawn.classList.add(`sas-epingle--${bestOf(pins)}`);
      drawn.setAttribute("aria-label", nameOf(pins));
      if (this.drawn.get(key) === this.opened && pins.length === 1) this.retell(pins[0]);
    });
  }

  // What is open says it, where it said something else.
  retell(pin) {
    const line = this.map.getPane("popupPane").querySelector("[data-prochain]");
    if (line) line.textContent = nextOf(pin);
  }

  close() {
    if (!this.opened) return;
    const back = this.opened.getElement();
    this.map.closePopup();
    if (back) back.focus();
  }

  // From a card to its pin, alone or in a group.
  mark(id, on) {
    this.drawn.forEach((made, key) => {
      if (key.split(",").includes(id)) made.getElement().classList.toggle("sas-epingle--vue", on);
    });
  }
}

function light(pins, on) {
  pins.forEach((pin) => document.getElementById(`lieu-${pin.id}`)?.classList.toggle("sas-carte--vue", on));
}

// --- The map and what moves it ---------------------------------------------------------------------------------------

function offerHere(map, box) {
  const link = document.getElementById("relance");
  const half = (a, b) => map.distance(map.containerPointToLatLng(a), map.containerPointToLatLng(b)) / 2;
  let byItself = false; // to make room for what opened
  map.on("autopanstart", () => { byItself = true; });
  map.on("moveend", () => {
    if (byItself && link.hidden) {
      byItself = false;
      return;
    }
    const { x, y } = map.getSize();
    const smaller = Math.min(half([0, y / 2], [x, y / 2]), half([x / 2, 0], [x / 2, y]));
    const radius = Math.min(FARTHEST_KM, Math.max(1, Math.round((0.9 * smaller) / 1000)));
    const { lat, lng } = map.getCenter().wrap();
    const asked = new URLSearchParams({ loc: "Zone de la carte", lieu: `carte:${lat.toFixed(5)}:${lng.toFixed(5)}:${radius}` });
    link.href = `${box.dataset.again}&${asked}`;
    link.hidden = false;
  });
}

async function start(box) {
  // Neither twice, nor where the page has no room for it.
  if (box.dataset.started || !box.parentElement.getClientRects().length) return;
  box.dataset.started = "yes";
  await leaflet(box.dataset);
  if (!box.isConnected) return;
  const { lat, lon, radiusKm, zoom, exact } = box.dataset;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false,
    minZoom: 3, maxZoom: DEEPEST, zoomSnap: box.dataset.tiles ? 1 : 0.5,
    zoomAnimation: !still, fadeAnimation: false, markerZoomAnimation: !still, inertia: !still,
  });
  box.mapOfResults = { map };
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  drawGround(map, box);
  const centre = L.latLng(lat, lon);
  if (zoom) map.setView(centre, zoom);
  else {
    map.fitBounds(centre.toBounds(radiusKm * 2000));
    L.circle(centre, { radius: radiusKm * 1000, className: "sas-cercle", interactive: false }).addTo(map);
    if (exact) L.circleMarker(centre, { radius: 7, className: "sas-point", interactive: false }).addTo(map);
  }
  offerHere(map, box);
  ["focus", "blur"].forEach((name) => map.on(name, () => map.scrollWheelZoom[name === "focus" ? "enable" : "disable"]()));
  map.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", "Fermer");
  });
  box.addEventListener("keydown", (event) => typed(event, map, box));
  if (box.dataset.pins) drawPins(map, box);
}

function drawPins(map, box) {
  const status = document.getElementById("etat-carte");
  read(box.dataset.pins, "json").then(({ total, pins }) => {
    if (!box.isConnected) return;
    box.mapOfResults.pins = new Pins(map, box, pins.map((pin) => ({ ...pin })));
    status.textContent = total > pins.length ? `Les ${pins.length} premiers résultats sur ${total}.` : "";
  }).catch(() => { status.textContent = "Les repères de la carte n'ont pas pu être lus ; la liste et le tableau disent la même chose."; });
}

// What Leaflet hears only when the map itself has the focus.
function typed(event, map, box) {
  const step = { "+": 1, "=": 1, "-": -1 }[event.key];
  if (event.key === "Escape") box.mapOfResults.pins?.close();
  else if (step && event.target !== box) map.setZoom(map.getZoom() + step);
}

function stop(box) {
  if (!box.mapOfResults) return;
  box.mapOfResults.map.remove();
  delete box.mapOfResults;
  delete box.dataset.started;
  box.className = "sas-carte-geo";
  box.removeAttribute("style");
  box.replaceChildren();
}

function startAll() {
  document.querySelectorAll("[data-map]").forEach(start);
}

function follow(event, on) {
  const id = event.target.closest?.(".sas-carte")?.id.replace("lieu-", "");
  if (id) document.querySelectorAll("[data-map]").forEach((box) => box.mapOfResults?.pins?.mark(id, on));
}

["mouseover", "focusin"].forEach((name) => document.addEventListener(name, (event) => follow(event, true)));
["mouseout", "focusout"].forEach((name) => document.addEventListener(name, (event) => follow(event, false)));
document.addEventListener("htmx:beforeCleanupElement", (event) => stop(event.target));
// A page kept to come back to holds an empty box, not the styles that Leaflet set.
document.addEventListener("htmx:beforeHistorySave", () => document.querySelectorAll("[data-map]").forEach(stop));
["htmx:load", "htmx:historyRestore"].forEach((name) => document.addEventListener(name, startAll));
matchMedia("(min-width: 75em)").addEventListener("change", startAll);
document.addEventListener("sas:lieux", ({ detail }) => {
  document.querySelectorAll("[data-map]").forEach((box) => box.mapOfResults?.pins?.hear(detail));
});
startAll();
