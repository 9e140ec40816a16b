/* The screen of a booth. It asks for the proofs each minute, tells the hour of the last answer, and lets none that is
   older than a day count. It keeps the page on the device only when somebody asks for that ("stan-luring"). */
const KEPT = "stan-luring";
const DAY = 24 * 60 * 60 * 1000;
const SLACK = 10 * 60 * 1000; // a clock that was set back by more cannot tell how old a proof is
const EVERY = 60 * 1000;

const screen = document.querySelector("[data-booth-screen]");
const { page, proofs: address, icons } = screen.dataset;
const words = JSON.parse(screen.dataset.words);
let known = JSON.parse(screen.dataset.known);
let reached = true;

const find = (name) => screen.querySelector(`[data-${name}]`);
const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Jakarta" }).format(new Date());

function clock(instant) {
  const [day, time] = [instant.slice(0, 10), instant.slice(11, 16).replace(":", ".")];
  if (day === today()) return time;
  const written = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "Asia/Jakarta", day: "numeric", month: "short" });
  return `${written.format(new Date(instant))} ${time}`;
}

/* By the clock of this device, on which the answer was heard: it may go wrong, but it goes on. */
function isOld() {
  const age = Date.now() - (known.heard ?? Date.parse(known.at));
  return age > DAY || age < -SLACK;
}

/* How a proof counts on this device now: what was valid at the last contact may have ended since, or be too old. */
function standing(proof) {
  if (proof.counts && proof.valid_until && proof.valid_until < today())
    return { ...proof, tone: "bad", icon: "circle-x", words: `${proof.name} ${words.expired}` };
  if (proof.counts && isOld()) return { ...proof, tone: "none", icon: "circle-help", words: `${proof.name}: ${words.old}` };
  return proof;
}

function symbol(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "use")).setAttribute("href", `${icons}#${name}`);
  return svg;
}

function row(proof) {
  const item = document.createElement("li");
  const badge = item.appendChild(document.createElement("a"));
  badge.className = `badge badge-${proof.tone} badge-lg`;
  badge.href = proof.url;
  badge.append(symbol(proof.icon), proof.words);
  item.appendChild(document.createElement("small")).textContent = proof.detail;
  return item;
}

function draw() {
  for (const list of screen.querySelectorAll("[data-proofs-of]"))
    list.replaceChildren(...(known.products[list.dataset.proofsOf] ?? []).map(standing).map(row));
  const lamp = find("contact");
  lamp.classList.toggle("is-offline", !reached && !isOld());
  lamp.classList.toggle("is-old", isOld());
  const text = known.gone ? words.gone : (reached ? words.online : words.offline).replace("#", clock(known.at));
  lamp.replaceChildren(symbol(reached ? "clock-3" : "wifi-off"), Object.assign(document.createElement("span"), { textContent: text }));
}

function take(fresh) {
  if (Date.parse(fresh.at) >= Date.parse(known.at)) known = fresh;
}

async function store() {
  const body = JSON.stringify(known);
  await (await caches.open(KEPT)).put(address, new Response(body, { headers: { "Content-Type": "application/json" } }));
}

async function isKept() {
  return "caches" in window && (await caches.has(KEPT)) && Boolean(await (await caches.open(KEPT)).match(page));
}

async function ask() {
  try {
    const answer = await fetch(address, { credentials: "omit", cache: "no-store" });
    reached = true;
    if (answer.ok) take({ ...(await answer.json()), heard: Date.now() });
    else if (answer.status === 404) known = { ...known, products: {}, gone: true };
    if (await isKept()) await store();
  } catch {
    reached = false;
  }
  draw();
}

/* Everything that the page is drawn with: style sheets, scripts, font, signs, photos. All of it is public. */
function files() {
  const named = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], script[src], img[src]")];
  return [...new Set([...named.map((one) => one.href || one.src), icons])];
}

async function keep() {
  const cache = await caches.open(KEPT);
  await Promise.all(
    [page, ...files()].map(async (url) => {
      const answer = await fetch(url, { credentials: "omit" });
      if (!answer.ok) throw new Error(url);
      await cache.put(url, answer);
    }),
  );
  await store();
}

async function say(text) {
  const kept = await isKept();
  const said = find("said");
  said.textContent = text || (kept ? words.kept : "");
  said.hidden = !said.textContent;
  find("drop").hidden = !kept;
}

async function drop() {
  const cache = await caches.open(KEPT);
  await Promise.all([page, address, ...files()].map((url) => cache.delete(url)));
  await say("");
}

if ("serviceWorker" in navigator && "caches" in window) {
  find("keeping").hidden = false;
  find("keep").addEventListener("click", () => keep().then(() => say(""), () => drop().then(() => say(words.failed))));
  find("drop").addEventListener("click", drop);
  const before = (await caches.has(KEPT)) ? await (await caches.open(KEPT)).match(address) : null;
  if (before) take(await before.json());
  await say("");
}
window.addEventListener("online", ask);
window.addEventListener("offline", ask);
setInterval(ask, EVERY);
await ask();
