// 証明書の照合: reads verification.jsonl beside this page; nothing that is typed leaves the browser.
"use strict";

const FORMAT = "daicho-verification-1";
const LETTERS = "2346789ACDEFHJKMNPRTWXY";
const LENGTH = 20;
const LIST = "verification.jsonl";
const ERAS = { M: "明治", T: "大正", S: "昭和", H: "平成", R: "令和" };

const encoder = new TextEncoder();
const at = (id) => document.getElementById(id);
const hex = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, "0")).join("");

function readCode(typed) {
  const letters = typed.normalize("NFKC").replace(/[\s\-‐‑–—−ー]/g, "").toUpperCase();
  if (letters.length !== LENGTH || [...letters].some((one) => !LETTERS.includes(one))) return null;
  const weighed = [...letters].map((one, place) => LETTERS.indexOf(one) * (place === LENGTH - 1 ? 1 : place + 2));
  return weighed.reduce((sum, one) => sum + one, 0) % LETTERS.length === 0 ? letters : null;
}

function folded(text) {
  return text.normalize("NFKC").replace(/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu, "").replace(/\s/g, "").toUpperCase();
}

// S60.4.1 → 昭和60年4月1日; anything else as it was typed.
function dateAsPrinted(text) {
  const short = /^([MTSHR])(\d{1,2})[./-](\d{1,2})[./-](\d{1,2})$/.exec(folded(text));
  if (!short) return text;
  const [year, month, day] = short.slice(2).map(Number);
  return `${ERAS[short[1]]}${year === 1 ? "元" : year}年${month}月${day}日`;
}

async function derive(letters, purpose, length = 32) {
  const key = await crypto.subtle.importKey("raw", encoder.encode(letters), "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: encoder.encode(FORMAT), info: encoder.encode(purpose) };
  return crypto.subtle.deriveBits(how, key, length * 8);
}

async function digest(letters, field, text) {
  const raw = await derive(letters, field);
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(await crypto.subtle.sign("HMAC", key, encoder.encode(folded(text))));
}

async function unseal(letters, line) {
  const bytes = Uint8Array.from(atob(line.sealed), (one) => one.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", await derive(letters, "seal"), "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: bytes.slice(0, 12), additionalData: encoder.encode(line.id) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, bytes.slice(12))));
}

async function readList() {
  const answer = await fetch(LIST, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok) throw new Error("list");
  const text = await answer.text();
  const heading = JSON.parse(text.slice(0, text.indexOf("\n")));
  if (heading.format !== FORMAT) throw new Error("format");
  return { heading, text };
}

function lineOf(text, id) {
  const start = text.indexOf(`\n{"id": "${id}"`);
  if (start < 0) return null;
  const end = text.indexOf("\n", start + 1);
  return JSON.parse(text.slice(start + 1, end < 0 ? undefined : end));
}

function era(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const shown = new Date(Date.UTC(year, month - 1, day));
  return new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { dateStyle: "long", timeZone: "UTC" }).format(shown);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function tell(tone, title, text, pairs = []) {
  const place = at("result");
  place.className = `result ${tone}`;
  const list = document.createElement("dl");
  for (const [label, value] of pairs) list.append(element("dt", label), element("dd", value));
  place.replaceChildren(element("h2", title), element("p", text), ...(pairs.length ? [list] : []));
  place.hidden = false;
  place.focus();
}

function problem(field, text) {
  const place = at(`${field}-error`);
  place.textContent = text;
  place.hidden = !text;
  at(field).setAttribute("aria-invalid", text ? "true" : "false");
  return Boolean(text);
}

function typed() {
  const letters = readCode(at("code").value);
  const wrong = [
    ["code", letters ? "" : "照合番号が正しくありません。20文字を、証明書ともう一度見比べてください。"],
    ["name", at("name").value.trim() ? "" : "1人目の氏名を入れてください。"],
    ["born", at("born").value.trim() ? "" : "1人目の生年月日を入れてください。"],
  ].filter(([field, text]) => problem(field, text));
  if (wrong.length) {
    at("result").hidden = true;
    at(wrong[0][0]).focus();
    return null;
  }
  return { letters, name: at("name").value, born: dateAsPrinted(at("born").value.trim()) };
}

async function check({ letters, name, born }) {
  const { heading, text } = await readList();
  const line = lineOf(text, hex(await derive(letters, "lookup", 16)));
  if (!line) {
    tell("bad", "一覧にありません", `${era(heading.issued_from)}から${era(heading.made_on)}までに${heading.town}が交付した証明書の一覧に、この照合番号はありません。交付した市区町村に確かめてください。`);
    return;
  }
  const told = await unseal(letters, line);
  const same = { name: told.name === (await digest(letters, "name", name)), born: told.born_on === (await digest(letters, "born_on", born)) };
  const sheet = [["発行番号", told.number], ["種類", told.kind], ["交付日", era(told.issued_on)], ["枚数", `${told.pages}枚`]];
  const pairs = [["氏名", same.name ? "一致" : "不一致"], ["生年月日", same.born ? "一致" : "不一致"], ...sheet];
  if (line.void) tell("bad", "無効", "この証明書は書損じとして無効になっています。", pairs);
  else if (same.name && same.born) tell("good", "一致", "次の内容を、手元の証明書と見比べてください。", pairs);
  else tell("bad", "不一致", "入力した内容が、交付した証明書と違います。入力を確かめて、もう一度照合してください。", pairs);
}

at("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = typed();
  if (!given) return;
  try {
    await check(given);
  } catch {
    tell("bad", "照合できません", "一覧を読めませんでした。時間をおいて、もう一度照合してください。");
  }
});

if (!globalThis.isSecureContext) tell("bad", "照合できません", "この画面は https で開いてください。");
if (location.hash.length > 1) {
  at("code").value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}
readList().then(
  ({ heading }) => { at("as-of").textContent = `${heading.town}　${era(heading.made_on)}現在の一覧（${era(heading.issued_from)}以後の交付）`; },
  () => {},
);
