function e(e, t, n = "") {
	return Object.assign(document.createElement(e), {
		className: t,
		textContent: n
	});
}
function t(e) {
	let t = "http://www.w3.org/2000/svg", n = document.createElementNS(t, "svg"), r = document.createElementNS(t, "path");
	return n.setAttribute("viewBox", "0 0 24 24"), r.setAttribute("d", e), n.append(r), n;
}
function n(e) {
	let t = e === "host" ? getComputedStyle(document.documentElement).colorScheme : e;
	return t === "dark" || t !== "light" && matchMedia("(prefers-color-scheme:dark)").matches;
}
// src/loader/page.ts
var r = (e) => e.replace(/[?#].*/, "");
function i() {
	return {
		url: r(location.href),
		title: document.title.slice(0, 200),
		referrer: r(document.referrer)
	};
}
function a(e, t) {
	let { navigation: n } = window;
	for (let r of n ? ["currententrychange"] : ["popstate", "hashchange"]) (n ?? window).addEventListener(r, e, { signal: t });
}
// src/loader/panel.css?inline
var o = "dialog{background:canvas;border:0;margin:0;padding:0;overflow:hidden}.p{z-index:2147483647;inset:auto;bottom:calc(var(--y) + 72px);right:var(--x);width:384px;height:min(640px,100vh - var(--y) - 96px);border-radius:16px;position:fixed;box-shadow:0 8px 40px #0004}:host([data-side=left]) .p,:host([data-side=left]) .t{right:auto;left:var(--x)}.e{width:100%;max-width:none;height:100%;max-height:none;position:static}:host:has(.e){height:100%;display:block}iframe{color-scheme:normal;border:0;width:100%;height:100%;display:block}.t{z-index:2147483646;bottom:calc(var(--y) + 68px);right:var(--x);color:canvastext;background:canvas;border-radius:14px;align-items:start;max-width:280px;display:flex;position:fixed;box-shadow:0 4px 24px #0004}.t button{padding:14px}.t .x{padding:12px}.x svg{width:18px;display:block}@media (max-width:480px){.p{width:100%;max-width:none;height:var(--h,100dvh);border-radius:0;max-height:none;inset:0}}@media (prefers-reduced-motion:no-preference){.p[open]{animation:.18s ease-out u}.l{transition:scale .12s}.l:hover{scale:1.05}@keyframes u{0%{opacity:0;translate:0 12px}}}", s = 24e4, c = 4e3, l = 5, u = class {
	#e;
	#t;
	#n;
	#r = matchMedia("(max-width:480px)");
	#i = new AbortController();
	#a;
	#o;
	#s;
	#c = [];
	#l;
	#u = 0;
	#d = !1;
	#f = !1;
	#p = 0;
	#m = performance.timeOrigin;
	constructor(t) {
		this.#e = t, this.#n = t.booted.type === "embedded", this.#t = e("dialog", this.#n ? "e" : "p"), this.#t.ariaLabel = t.booted.words.title;
		let n = new CSSStyleSheet();
		n.replaceSync(o);
		let r = t.host.shadowRoot;
		r?.adoptedStyleSheets.push(n), r?.append(this.#t);
		let { signal: s } = this.#i;
		a(() => this.#d && this.#h({
			t: "page",
			page: i()
		}), s);
		for (let e of t.calls.splice(0)) this.call(e);
		if (this.#n) return;
		let c = (e, t, n) => e?.addEventListener(t, n, { signal: s });
		c(this.#t, "cancel", (e) => {
			e.preventDefault(), this.close();
		}), c(matchMedia("(prefers-color-scheme:dark)"), "change", () => this.#y()), c(this.#r, "change", () => t.isOpen && this.#E()), c(visualViewport, "resize", () => this.#D()), c(document, "visibilitychange", () => this.#O()), c(document, "turbo:before-render", (e) => this.#S(e.detail.newBody)), c(document, "astro:before-swap", (e) => this.#S(e.newDocument.body));
	}
	call([e, t, n]) {
		switch (e) {
			case "identify":
				this.#_(t, n);
				return;
			case "theme":
				this.#e.theme = t, this.#y();
				return;
			case "consent":
				this.#d = t === !0, this.#g(["consent", this.#d]), this.#h({
					t: "page",
					page: this.#d ? i() : null
				});
				return;
			case "reset":
				this.#l = void 0, this.#u += 1, this.#d = !1, this.#g(["reset"]), this.#k("localStorage", !1), this.#k("localStorage", !1, ":teaser"), this.close();
				return;
			default: this.#g([e, t]);
		}
	}
	open(e) {
		let t = this.#e;
		t.isOpen || (t.isOpen = !0, this.#b(), this.#p = 0, this.load(), this.#n ? this.#t.show() : (this.#E(), e && this.#k("sessionStorage", !0), e && this.#a?.focus()), this.#T(), t.emit("open"));
	}
	close() {
		let e = this.#e;
		!e.isOpen || this.#n || (e.isOpen = !1, this.#t.close(), this.#k("sessionStorage", !1), this.#T(), e.launcher.focus(), e.emit("close"));
	}
	destroy() {
		this.#i.abort(), this.#o?.close(), this.#e.unread = 0, this.#O();
	}
	tease(n) {
		let { booted: r, isOpen: i, key: a, launcher: o } = this.#e;
		if (i || this.#s) return;
		let s = e("div", "t"), c = e("button", "", n), l = e("button", "x");
		l.ariaLabel = r.words.dismiss, l.append(t("M6 6l12 12M18 6L6 18")), s.onclick = ({ currentTarget: e, target: t }) => {
			if (e === t) return;
			let n = `chat:${a}:teaser`;
			try {
				localStorage[n] = [Date.now(), ...(localStorage[n] ?? "").split(",")].slice(0, r.popup?.times).join();
			} catch {}
			this.#b(), t === c && this.open(!0);
		}, s.append(c, l), o.before(s), this.#s = s;
	}
	#h(e) {
		return this.#o?.postMessage(e), this.#o !== void 0;
	}
	#g(e) {
		this.#h({
			t: "order",
			order: e
		}) || this.#c.push(e);
	}
	async #_(e, t) {
		let n = this.#u += 1;
		this.#l = t;
		let r = await this.#v();
		n === this.#u && this.#g([
			"identify",
			e,
			r
		]);
	}
	async #v() {
		let e = this.#l;
		try {
			return await (typeof e == "function" ? e() : e) ?? null;
		} catch {
			return null;
		}
	}
	#y() {
		this.#e.refresh(), this.#h({
			t: "dark",
			isDark: n(this.#e.theme)
		});
	}
	#b() {
		this.#s?.remove(), this.#s = void 0;
	}
	async load() {
		if (this.#a) return;
		let t = this.#e, n = e("iframe", "");
		n.title = t.booted.words.title, n.referrerPolicy = "origin", n.onload = () => this.#C(n), this.#a = n;
		for (let e = 0; Date.now() - this.#m > s; e += 1) if (e && await new Promise((e) => setTimeout(e, 2e3)), await this.#x() === null) return this.#a = void 0, t.host.hidden = !0, this.close();
		n.src = new URL(t.booted.frame, t.root).href, this.#a === n && (this.#t.append(n), document.activeElement === t.host && n.focus());
	}
	async #x() {
		let e = this.#e, t = await e.boot().catch(() => void 0);
		return t === null && e.emit("blocked"), t && (e.booted = t, this.#m = Date.now(), t);
	}
	#S(e) {
		let t = this.#a !== void 0;
		this.#a?.remove(), this.#a = void 0, this.#o = void 0, e.append(this.#e.host), t && this.load();
	}
	#C(e) {
		this.#o?.close();
		let t = this.#e, { port1: r, port2: a } = new MessageChannel();
		r.onmessage = ({ data: e }) => void this.#w(e);
		let o = {
			chat: 1,
			boot: t.booted.boot,
			isOpen: t.isOpen,
			isMobile: this.#r.matches,
			isDark: n(t.theme),
			isEmbedded: this.#n,
			page: this.#d ? i() : null,
			queue: this.#c.splice(0)
		};
		e.contentWindow?.postMessage(o, t.root.origin, [a]), this.#o = r, this.#f = !1, setTimeout(() => {
			this.#f || this.#a !== e || (e.remove(), this.#a = void 0, (this.#p += 1) < l && this.load());
		}, c);
	}
	async #w(e) {
		let t = this.#e;
		switch (e.t) {
			case "ready":
				this.#f = !0;
				return;
			case "close": return this.close();
			case "unread": return t.unread = e.count, t.refresh(), this.#O(), t.emit("unread", e.count);
			case "renew": {
				let e = await this.#x();
				t.refresh(), this.#h({
					t: "boot",
					boot: e && e.boot
				});
				return;
			}
			case "renewIdentity":
				this.#h({
					t: "identity",
					jwt: await this.#v()
				});
				return;
			case "event": return e.name === "message:sent" && this.#k("localStorage", !0), t.emit(e.name, e.detail);
		}
	}
	#T() {
		this.#e.refresh(), this.#O(), this.#h({
			t: "shown",
			isOpen: this.#e.isOpen,
			isMobile: this.#r.matches
		});
	}
	#E() {
		this.#t.close(), this.#r.matches ? this.#t.showModal() : this.#t.show(), this.#D();
	}
	#D() {
		this.#t.style.setProperty("--h", `${visualViewport?.height ?? innerHeight}px`);
	}
	#O() {
		let { unread: e, isOpen: t } = this.#e, n = t && !document.hidden ? 0 : e, r = document.title.replace(/^\(\d+\) /, ""), i = n ? `(${n}) ${r}` : r;
		i !== document.title && (document.title = i);
	}
	#k(e, t, n = "") {
		let r = `chat:${this.#e.key}${n}`;
		try {
			t ? window[e].setItem(r, "1") : window[e].removeItem(r);
		} catch {}
	}
};
export { u as Panel };
