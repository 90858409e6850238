// Keeps an open page true: the cards or the rows of results, the week of a place. The stream names places that changed;
// the page then asks for its own among them, and puts each in its place; the map is told too. Without a stream it asks
// by itself now and then. A slot that is no longer free is struck out where it stood; no result moves; without
// JavaScript the page is what it was when it was read.

// Milliseconds. Pages that show one place do not ask at once; the memories of the servers are a tenth of a second behind.
const SOON = [200, 600];
const ALL_SOON = [500, 10000];
const NEWCOMERS_SOON = [1000, 10000];
const NEWCOMERS_EVERY = [5000, 60000]; // each look that finds none doubles the time until the next
const ASK_EVERY = [20000, 40000];
const TICKET_EVERY = [210000, 270000]; // a ticket lasts five minutes
const AGAIN = [2000, 60000];
const PATIENCE = 15000;
const ANSWER = 7200; // an editor has seven seconds to tell what was never read; its card then says that nothing came
const ANSWERS = 6; // questions about what is awaited, should nobody ever know
const SILENCE = 40000; // a stream that lives says so every fifteen seconds

const AWAITED = "sas-carte__jours--attendus";
const LARGE = "sas-carte__jours--larges"; // the room that was kept for what was awaited

const between = ([low, high]) => low + Math.random() * (high - low);
const clock = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "h");
const placeOf = (card) => card.id.slice("lieu-".length);
const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

// --- One card, row or week, before and after ---------------------------------------------------------------------------

const links = (card) => [...card.querySelectorAll("a")].map((link) => link.getAttribute("href")).join(" ");
const told = (card) => `${words(card)} ${links(card)}`;
const dayOf = (card, day) => [...card.querySelectorAll(".sas-jour")].find((one) => words(one.querySelector("h3")) === words(day.querySelector("h3")));
const isCpts = (card) => card.matches(".sas-carte") && !card.querySelector(".sas-carte__jours");
const detailsOf = (details) => words(details.closest(".sas-jour")?.querySelector("h3") || details.querySelector("summary"));
const isAwaited = (card) => Boolean(card.querySelector(`.${AWAITED}`));
const titleOf = (card) => words(card.querySelector("h2, th"));

// What a slot is, whatever it has left: its address; its hours for those who may not orient, and where it leads to an
// editor, whose link may be that of a whole agenda.
function slotOf(slot) {
  if (slot.dataset.pris) return slot.dataset.pris;
  const address = slot.getAttribute("href") || "";
  return address.startsWith("/") ? address.split("?")[0] : slot.firstChild.textContent.trim();
}

function struckOut(slot) {
  if (slot.matches("del")) return slot.parentElement;
  const line = document.createElement("li");
  const gone = document.createElement("del");
  gone.className = "sas-creneau sas-creneau--parti";
  gone.dataset.pris = slotOf(slot);
  // As it was, line for line: what stands below must not move.
  gone.append(...[...slot.childNodes].map((part) => part.cloneNode(true)), element("span", " – plus disponible", "fr-sr-only"));
  line.append(gone);
  return line;
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

// Puts into the fresh card, where they stood, the slots of the old one that it no longer has; returns their hours.
function strikeOut(old, fresh) {
  const hours = [];
  old.querySelectorAll(".sas-jour").forEach((before) => {
    const after = dayOf(fresh, before);
    if (!after) return;
    const kept = new Map([...after.querySelectorAll(".sas-creneau")].map((slot) => [slotOf(slot), slot.parentElement]));
    let above = null;
    before.querySelectorAll(".sas-creneau").forEach((slot) => {
      const same = kept.get(slotOf(slot));
      if (same) {
        above = same;
        return;
      }
      if (!slot.matches("del")) hours.push(slot.firstChild.textContent.trim());
      const line = struckOut(slot);
      if (above) above.after(line);
      else listOf(after).prepend(line);
      above = line;
    });
  });
  return hours;
}

// A row tells the next slot alone, then where to take it: what is gone stands above what comes next. An earlier slot
// takes its place, since it is still free.
function strikeOutInRow(old, fresh) {
  const free = fresh.dataset.libres?.split(" ") || [];
  const hours = [];
  const after = fresh.querySelectorAll(".sas-prochain");
  old.querySelectorAll(".sas-prochain").forEach((before, at) => {
    const gone = [...before.querySelectorAll("del")];
    const { creneau } = before.dataset;
    const told = before.querySelector(":scope > a, :scope > span")?.firstChild.textContent.trim();
    if (creneau && told && !free.includes(creneau)) {
      gone.push(element("del", told, "sas-creneau--parti"));
      if (at === 0) {
        hours.push(told);
        gone.at(-1).append(element("span", " – plus disponible", "fr-sr-only"));
      }
    }
    after[at].prepend(...gone);
  });
  return hours;
}

function listOf(day) {
  const list = day.querySelector("ul") || element("ul", "", "fr-raw-list");
  if (!list.parentElement) day.querySelector("h3").after(list);
  return list;
}

// What was open stays open, and whoever is at the keyboard stays where they were.
function keepPlace(old, fresh) {
  const open = new Set([...old.querySelectorAll("details[open]")].map(detailsOf));
  fresh.querySelectorAll("details").forEach((details) => { details.open = open.has(detailsOf(details)); });
  const at = document.activeElement;
  if (!old.contains(at)) return null;
  if (at === old) return fresh;
  if (at.matches("summary")) {
    return [...fresh.querySelectorAll("details")].find((one) => detailsOf(one) === detailsOf(at.parentElement))?.firstElementChild;
  }
  if (at.matches(".sas-prochain a") && !fresh.querySelector(`.sas-prochain a[href="${CSS.escape(at.getAttribute("href"))}"]`)) {
    return [...fresh.querySelectorAll(".sas-prochain:last-child del")].at(-1);
  }
  if (at.matches(".sas-creneau")) return [...fresh.querySelectorAll(".sas-creneau")].find((slot) => slotOf(slot) === slotOf(at));
  return [...fresh.querySelectorAll("a")].find((link) => link.getAttribute("href") === at.getAttribute("href"));
}

function put(old, fresh) {
  const title = titleOf(fresh);
  const gone = fresh.matches("tr") ? strikeOutInRow(old, fresh) : strikeOut(old, fresh);
  const focus = keepPlace(old, fresh);
  const awaited = isAwaited(old);
  fresh.className = old.className;
  fresh.classList.add("sas-carte--changee");
  const notice = awaited && fresh.querySelector(".sas-carte__pourquoi");
  const badge = `${awaited ? "Lu" : "Modifié"} à ${clock()}`;
  if (!notice) (fresh.querySelector("th") || fresh).append(element("p", badge, "fr-badge fr-badge--new fr-badge--no-icon fr-badge--sm sas-carte__changee"));
  if (awaited || old.querySelector(`.${LARGE}`)) fresh.querySelector(".sas-carte__jours")?.classList.add(LARGE);
  old.replaceWith(fresh);
  if (focus) {
    if (focus.matches("del, li")) focus.tabIndex = -1;
    focus.focus({ preventScroll: true });
  }
  if (gone.length) return `${title} : ${gone.join(", ")} plus disponible${gone.length > 1 ? "s" : ""}`;
  if (awaited) return `${title} : ${notice ? words(notice) : "disponibilités lues"}`;
  return `${title} : ${isCpts(fresh) ? "informations modifiées" : "agenda modifié"}`;
}

// --- The page that is followed -----------------------------------------------------------------------------------------

class Followed {
  constructor(box) {
    const { direct, flux, billet } = box.dataset;
    Object.assign(this, { box, direct, flux, ticket: billet, last: "", attempts: 0, changed: new Set() });
    this.cards = () => [...document.querySelectorAll("#resultats .sas-carte, .sas-suivi")];
    this.alone = !document.getElementById("resultats");
    this.known = new Map(this.cards().map((card) => [card.id, told(card)]));
    this.newcomers = document.getElementById("nouveaux")?.dataset.nouveaux || "0";
    this.pause = NEWCOMERS_EVERY[0];
    this.questions = ANSWERS;
    this.timers = {};
  }

  // One timer of each name; a call that would come later than the one that waits changes nothing.
  later(name, delay, call) {
    const at = Date.now() + delay;
    if (this.timers[name]?.at <= at) return;
    clearTimeout(this.timers[name]?.id);
    const id = setTimeout(() => {
      delete this.timers[name];
      call();
    }, delay);
    this.timers[name] = { at, id };
  }

  never(name) {
    clearTimeout(this.timers[name]?.id);
    delete this.timers[name];
  }

  start() {
    const again = this.running === false;
    this.running = true;
    if (this.flux && this.ticket && window.EventSource) this.listen();
    else {
      if (again) this.places().forEach((place) => this.changed.add(place));
      this.askNowAndThen();
    }
    if (this.changed.size) this.later("ask", between(SOON), () => this.ask());
    this.followAwaited();
  }

  // That nothing came in time is told by the server, which knows when the editor was asked; so is, without a stream, what came.
  followAwaited() {
    if (!this.questions || !this.cards().some(isAwaited)) return;
    this.later("answer", this.source ? ANSWER : ANSWER / 3, () => {
      this.questions -= 1;
      this.cards().filter(isAwaited).forEach((card) => this.changed.add(placeOf(card)));
      this.ask();
    });
  }

  stop() {
    this.running = false;
    Object.keys(this.timers).forEach((name) => this.never(name));
    this.source?.close();
    this.source = null;
  }

  // --- The stream

  listen() {
    this.source?.close();
    const address = new URL(this.flux);
    address.searchParams.set("ticket", this.ticket);
    if (this.last) address.searchParams.set("depuis", this.last);
    const source = new EventSource(address);
    this.source = source;
    source.onopen = () => {
      this.attempts = 0;
      this.never("ask now and then");
      this.later("ticket", between(TICKET_EVERY), () => this.renew());
      this.lives();
    };
    source.onmessage = (event) => {
      this.last = event.lastEventId;
      this.lives();
      this.hear(event.data.split(" "));
    };
    source.addEventListener("vie", () => this.lives());
    source.onerror = () => this.interrupted(source);
  }

  lives() {
    this.never("silence");
    this.later("silence", SILENCE, () => this.renew());
  }

  // The browser comes back by itself to a stream that was cut. One that was refused needs another ticket.
  interrupted(source) {
    if (source !== this.source) return;
    this.askNowAndThen();
    if (source.readyState !== EventSource.CLOSED) return;
    this.attempts += 1;
    this.later("again", Math.min(AGAIN[1], between([1, 2]) * AGAIN[0] * 2 ** (this.attempts - 1)), () => this.renew());
  }

  async renew() {
    const answer = await this.fetched("/sas/recherche/billet");
    if (!this.running) return;
    if (answer) {
      this.ticket = (await answer.json()).ticket;
      if (this.running) this.listen();
    } else if (!this.over) {
      this.attempts += 1;
      this.later("again", Math.min(AGAIN[1], AGAIN[0] * 2 ** this.attempts), () => this.renew());
    }
  }

  hear(places) {
    tellMap(places);
    const own = this.places();
    if (places.includes("*")) {
      own.forEach((place) => this.changed.add(place));
      this.later("ask", between(ALL_SOON), () => this.ask());
      return;
    }
    const changed = own.filter((place) => places.includes(place));
    changed.forEach((place) => this.changed.add(place));
    if (changed.length) this.later("ask", between(SOON), () => this.ask());
    else if (!this.alone) this.later("ask", Math.max(between(NEWCOMERS_SOON), (this.asked || 0) + this.pause - Date.now()), () => this.ask());
  }

  // --- The cards

  places() {
    return this.cards().map(placeOf);
  }

  // A CPTS stands for members that the page does not know: its card is asked for whenever something is.
  ofCpts() {
    return this.cards().filter(isCpts).map(placeOf);
  }

  askNowAndThen() {
    this.later("ask now and then", between(ASK_EVERY), async () => {
      this.places().forEach((place) => this.changed.add(place));
      tellMap(["*"]);
      await this.ask();
      if (this.running) this.askNowAndThen();
    });
  }

  // One question at a time: an older answer never comes after a newer one.
  async ask() {
    if (this.asking) {
      this.later("ask", between(SOON), () => this.ask());
      return;
    }
    const wanted = [...new Set([...this.changed, ...this.ofCpts()])];
    this.changed.clear();
    this.asked = Date.now();
    this.asking = true;
    const answer = await this.fetched(`${this.direct}&cartes=${wanted.join(",")}`);
    this.asking = false;
    if (!this.running) {
      wanted.forEach((place) => this.changed.add(place));
      return;
    }
    if (answer) this.show(await answer.text());
    else if (!this.over) {
      wanted.forEach((place) => this.changed.add(place));
      this.later("ask", between(ASK_EVERY), () => this.ask());
    }
  }

  // Null when the server did not answer as it should; a session that ended is answered by the page to sign in.
  async fetched(address) {
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.redirected || answer.status === 403 || answer.status === 404) this.end();
      return answer.ok && !answer.redirected ? answer : null;
    } catch {
      return null;
    }
  }

  show(text) {
    if (!this.box.isConnected) return;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const changes = [...fresh.querySelectorAll(".sas-carte, .sas-suivi")].map((card) => this.put(card)).filter(Boolean);
    const more = changes.length - 2;
    if (more > 0) changes.splice(2, more, `${more} autre${more > 1 ? "s" : ""} résultat${more > 1 ? "s" : ""} modifié${more > 1 ? "s" : ""}`);
    const newcomers = this.tellNewcomers(fresh.querySelector("[data-nouveaux]"));
    this.followAwaited();
    const sentence = [...changes, newcomers].filter(Boolean).join(" ; ");
    if (sentence) document.getElementById("annonce-direct").textContent = `${sentence}.`;
  }

  put(card) {
    const old = document.getElementById(card.id);
    const now = told(card);
    if (!old || this.known.get(card.id) === now) return "";
    this.known.set(card.id, now);
    return put(old, document.adoptNode(card));
  }

  // Above the list where it was already said, else over the page: nothing is pushed down.
  tellNewcomers(line) {
    if (!line) return "";
    const same = line.dataset.nouveaux === this.newcomers;
    this.pause = same ? Math.min(2 * this.pause, NEWCOMERS_EVERY[1]) : NEWCOMERS_EVERY[0];
    if (same) return "";
    this.newcomers = line.dataset.nouveaux;
    const place = document.getElementById("nouveaux") || this.box.querySelector(".sas-direct__suite");
    place.replaceChildren(...line.childNodes);
    place.hidden = this.newcomers === "0";
    return place.hidden ? "" : words(place);
  }

  end() {
    this.over = true;
    this.stop();
    const place = this.box.querySelector(".sas-direct__suite");
    place.replaceChildren(element("span", "Cette page n'est plus suivie : rechargez-la."));
    place.hidden = false;
    document.getElementById("annonce-direct").textContent = words(place);
  }
}

const tellMap = (places) => document.dispatchEvent(new CustomEvent("sas:lieux", { detail: places }));

// --- The life of the page ----------------------------------------------------------------------------------------------

let followed = null;

// A page that nobody looks at listens to nothing; it is told what it missed when it is looked at again.
function follow() {
  const box = document.querySelector("[data-direct]");
  if (box !== followed?.box) {
    followed?.stop();
    followed = box ? new Followed(box) : null;
  }
  if (!followed || followed.over) return;
  if (document.hidden) followed.stop();
  else if (!followed.running) followed.start();
}

["htmx:load", "htmx:historyRestore", "visibilitychange", "pageshow"].forEach((name) => {
  (name === "pageshow" ? window : document).addEventListener(name, follow);
});
window.addEventListener("pagehide", () => followed?.stop());
follow();
