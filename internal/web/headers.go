package web

import (
	"net/http"
	"strings"
)

// Headers returns a wrapper that puts the safety headers on every answer,
// before the handler runs. A handler may replace Cache-Control, and nothing
// else needs to know of the rest.
func Headers(o Options) func(http.Handler) http.Handler {
	set := headers(o)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			for name, value := range set {
				h.Set(name, value)
			}
			next.ServeHTTP(w, r)
		})
	}
}

func headers(o Options) map[string]string {
	h := map[string]string{
		"Content-Security-Policy":      policy(o),
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy":           permissions,
		"Referrer-Policy":              "no-referrer",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"Origin-Agent-Cluster":         "?1",
		"Cache-Control":                "no-store",
	}
	if strings.HasPrefix(o.Origin, "https://") {
		h["Strict-Transport-Security"] = "max-age=31536000"
	}
	return h
}

// policy is the content security policy. Scripts and the core come from here
// only, nothing is evaluated, no form is ever sent by the browser itself, and
// nobody may frame the page. On http (localhost) an upgrade to https would
// lead nowhere.
func policy(o Options) string {
	connect := append([]string{"'self'"}, o.Connect...)
	p := []string{
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"style-src 'self'",
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src " + strings.Join(connect, " "),
		"worker-src 'self'",
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types troth-worker troth-view",
	}
	if strings.HasPrefix(o.Origin, "https://") {
		p = append(p, "upgrade-insecure-requests")
	}
	return strings.Join(p, "; ")
}

// permissions lets the page scan an invite and use a passkey, and nothing else
// that a browser may ask a person for.
const permissions = "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), " +
	"clipboard-write=(self), accelerometer=(), autoplay=(), browsing-topics=(), clipboard-read=(), " +
	"display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), " +
	"local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), picture-in-picture=(), " +
	"screen-wake-lock=(), serial=(), usb=(), window-management=(), xr-spatial-tracking=()"
