// The script of Cairn. Everything works without it; it keeps words safe while
// they are written. T("…") is a text, put in in the reader's language: see script.go.
(() => {
  "use strict";
  const PREFIX = "cairn-draft:";
  const SENT = "cairn-sent";
  const WAIT = 1000;
  const SECRET = new Set(["idempotency_key", "revision"]);

  const read = (key, store = localStorage) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
  const keep = (key, value, store = localStorage) => { try { store.setItem(key, JSON.stringify(value)); return true; } catch { return false; } };
  const drop = (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };

  // Words are the name and value of every field a person fills in.
  const wordsOf = (form) => [...new FormData(form)].filter(([n, v]) => !SECRET.has(n) && typeof v === "string");
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  // Dates read as everywhere else in Cairn: 12 May 2026, in the person's zone.
  function words(date) {
    const { lang, dataset } = document.documentElement;
    const as = { dateStyle: "long", timeStyle: "short", timeZone: dataset.zone || undefined };
    return date.toLocaleString(!lang || lang === "en" ? "en-GB" : lang, as);
  }

  function element(tag, text, attributes = {}) {
    const e = document.createElement(tag);
    e.textContent = text;
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    return e;
  }

  function notice(form, text, ...acts) {
    form.querySelector("[data-notice]")?.remove();
    const box = element("div", "", { class: "notice notice-changed notice-plain", role: "alert", "data-notice": "" });
    const row = element("div", "", { class: "actions" });
    row.append(...acts);
    box.append(element("p", text), row);
    form.prepend(box);
    return box;
  }

  function button(label, act) {
    const b = element("button", label, { type: "button", class: "button button-quiet" });
    b.addEventListener("click", act);
    return b;
  }

  class Draft {
    constructor(form) {
      this.form = form;
      this.key = PREFIX + form.dataset.draftKey;
      this.status = form.querySelector("[data-autosave-status]");
      this.saved = wordsOf(form);
      this.stopped = false;
      this.running = null;
      form.addEventListener("input", () => this.changed());
      form.addEventListener("change", () => this.changed());
      form.addEventListener("focusout", () => this.save());
      form.addEventListener("submit", (e) => this.submit(e));
      addEventListener("online", () => this.save());
      document.addEventListener("visibilitychange", () => document.hidden && this.save(true));
      this.offerCopy();
    }

    dirty() { return !same(wordsOf(this.form), this.saved); }
    say(text, state = "") { if (this.status) { this.status.textContent = text; this.status.dataset.state = state; } }
    keepCopy() { return keep(this.key, { at: new Date().toISOString(), words: wordsOf(this.form) }); }

    changed() {
      if (!this.dirty()) return;
      this.keepCopy();
      if (this.stopped) return;
      this.say(T("Not saved yet."), "unsaved");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), WAIT);
    }

    // save runs one request at a time; words typed meanwhile follow in the next.
    async save(leaving = false) {
      clearTimeout(this.timer);
      if (this.stopped || this.submitting || this.running || !this.dirty()) return;
      const words = wordsOf(this.form);
      this.running = this.send(words, leaving);
      await this.running;
      this.running = null;
      if (!this.stopped && !this.failed && !same(words, wordsOf(this.form))) this.changed();
    }

    async send(words, leaving) {
      const body = new FormData(this.form);
      body.delete("idempotency_key");
      let answer, said = {};
      try {
        answer = await fetch(this.form.dataset.autosave, {
          method: "POST", body: new URLSearchParams(body), keepalive: leaving, credentials: "same-origin",
          headers: { "X-Autosave": "1", Accept: "application/json" },
        });
        said = await answer.json().catch(() => ({}));
      } catch {
        return this.offline();
      }
      this.failed = !answer.ok;
      if (answer.ok) return this.accepted(words, said);
      if (answer.status === 409) return this.stop(said.text || T("This was changed in another window. Your words are still here, and nothing was overwritten."), true);
      if (answer.status === 401) return this.stop(T("You are signed out. Your words are still here: sign in in another window, then load this page again."), true);
      if (answer.status === 404) return this.stop(T("This can no longer be changed from here. Your words are still here: copy what you want to keep."), true);
      if (answer.status === 422) { this.keepCopy(); return this.say(said.text || T("Not saved. Something written here was not accepted."), "problem"); }
      this.offline();
    }

    accepted(words, said) {
      this.saved = words;
      const revision = this.form.elements.namedItem("revision");
      if (revision && said.revision !== undefined) revision.value = said.revision;
      if (said.saved_at) this.form.dataset.savedAt = said.saved_at;
      if (!this.dirty()) drop(this.key);
      this.say(said.text || T("Saved just now."), "saved");
    }

    offline() {
      this.failed = true;
      const kept = this.keepCopy();
      this.say(kept ? T("Cairn cannot be reached. Your words are kept in this browser and will be saved when it can.")
        : T("Cairn cannot be reached, and this browser cannot keep a copy. Leave this page open."), "problem");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), 15 * WAIT);
    }

    stop(text, reload) {
      this.stopped = true;
      this.keepCopy();
      this.say(T("Not saved.") + " " + text, "problem"); // the notice may be far above
      const again = element("a", T("Load this page again"), { href: location.href, class: "button button-quiet" });
      again.addEventListener("click", () => { this.leaving = true; });
      notice(this.form, text + " " + T("A copy is kept in this browser and offered again after loading."), ...(reload ? [again] : []));
    }

    // A save under way would change the revision under the form that is sent.
    async submit(event) {
      if (event.defaultPrevented) return;
      clearTimeout(this.timer);
      if (this.running) {
        event.preventDefault();
        const { submitter } = event;
        await this.running;
        return this.form.requestSubmit(submitter);
      }
      this.submitting = this.leaving = true;
      if (this.dirty() && this.keepCopy()) keep(SENT, this.key, sessionStorage);
    }

    // offerCopy brings nothing back by itself: the person decides.
    offerCopy() {
      const copy = read(this.key);
      if (!copy) return;
      const at = new Date(copy.at), server = new Date(this.form.dataset.savedAt || 0);
      if (same(copy.words, this.saved) || at <= server) return drop(this.key);
      const when = words(at);
      const box = notice(this.form, T("Words typed in this browser on {when} were not saved. Nothing was replaced.").replace("{when}", () => when),
        button(T("Bring them back"), () => { fill(this.form, copy.words); box.remove(); this.changed(); }),
        button(T("Throw them away"), () => { drop(this.key); box.remove(); }));
    }
  }

  function fill(form, words) {
    const left = new Map();
    for (const [name, value] of words) left.set(name, [...(left.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || SECRET.has(field.name) || field.type === "submit" || field.type === "hidden") continue;
      const values = left.get(field.name) || [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values.shift() ?? "";
    }
  }

  function guardOnce(form) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "1";
      event.submitter?.setAttribute("aria-busy", "true");
    });
  }

  // previewWhileTyping shows what readers will see, as the server writes it.
  function previewWhileTyping(form) {
    const box = document.querySelector("[data-preview-body]");
    let timer, asked = 0;
    const show = async () => {
      const mine = ++asked;
      try {
        const answer = await fetch(form.dataset.preview, {
          method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", headers: { "X-Preview": "1" },
        });
        const html = await answer.text();
        if (answer.ok && mine === asked) box.innerHTML = html;
      } catch { /* what was shown stays */ }
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(show, WAIT / 3); };
    if (box) ["input", "change"].forEach((e) => form.addEventListener(e, later));
  }

  async function copy(b) {
    const label = b.textContent;
    try { await navigator.clipboard.writeText(b.dataset.copy); b.textContent = T("Copied"); } catch { b.textContent = T("Could not copy"); }
    setTimeout(() => { b.textContent = label; }, 2 * WAIT);
  }

  function forgetAll() {
    try { Object.keys(localStorage).filter((k) => k.startsWith(PREFIX)).forEach(drop); } catch { /* nothing was kept */ }
  }

  // A copy kept while a form was sent is dropped once a page says it was done.
  function forgetSent() {
    const key = read(SENT, sessionStorage);
    if (key && document.querySelector("[data-done]")) drop(key);
    if (key) keep(SENT, null, sessionStorage);
  }

  // tellProgress says how far a large file is while its answer is waited for.
  function tellProgress(form) {
    form.addEventListener("submit", () => setInterval(async () => {
      const said = await fetch(form.dataset.progress + form.elements.idempotency_key.value).then((a) => a.text(), () => "");
      if (said) form.querySelector("[role=status]").textContent = said;
    }, 700));
  }

  // withPasskey lets the device answer the server's question before a form is sent.
  function withPasskey(form) {
    const P = window.PublicKeyCredential;
    if (!P?.parseRequestOptionsFromJSON) return;
    const says = form.querySelector("[data-passkey-says]"), isNew = "passkeyNew" in form.dataset;
    const say = (text) => { says.textContent = text; says.hidden = !text; };
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      say("");
      try {
        const asked = await fetch(form.dataset.passkey, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });
        const question = await asked.json();
        if (!asked.ok) return say(question.text);
        const publicKey = isNew ? P.parseCreationOptionsFromJSON(question.options) : P.parseRequestOptionsFromJSON(question.options);
        const key = await (isNew ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
        form.elements.token.value = question.token;
        form.elements.answer.value = JSON.stringify(key.toJSON());
        form.submit();
      } catch (e) {
        say(e.name === "InvalidStateError" ? T("This device has a passkey of yours already.") : T("No passkey was used. Try again, or choose another way."));
      }
    });
  }

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const drafts = [];
  forgetSent();
  each("form[data-autosave]", (f) => drafts.push(new Draft(f)));
  each("form[data-once]", guardOnce);
  each("form[data-progress]", tellProgress);
  each("form[data-passkey]", withPasskey);
  each("form[data-preview]", previewWhileTyping);
  each("form[data-sign-out]", (f) => f.addEventListener("submit", () => { drafts.forEach((d) => { d.leaving = true; d.stopped = true; }); forgetAll(); }));
  each("[data-print]", (b) => { b.hidden = false; b.addEventListener("click", () => print()); });
  each("[data-copy]", (b) => { b.hidden = false; b.addEventListener("click", () => copy(b)); });
  document.querySelector("[data-focus]")?.focus();

  addEventListener("beforeunload", (event) => { if (drafts.some((d) => !d.leaving && d.dirty())) event.preventDefault(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
