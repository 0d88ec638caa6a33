#!/usr/bin/env python3
"""server.py CERTIFICATES PORTS: HTTP and HTTPS on loopback, each path misbehaving in its own way.

CERTIFICATES has good.pem, expired.pem, other-host.pem and unknown.pem, key and certificate in each.  Writes the ports to
the file PORTS: http, and https with each certificate.  Every request is told on standard output, with its headers.
"""
import gzip, http.server, os, ssl, sys, threading, time

PLAIN = b"".join(b"192.0.2.%d\n" % i for i in range(100))
seen = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *ignored):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        name = self.path[1:]
        seen[name] = seen.get(name, 0) + 1
        sent = sorted(f"{k}: {v}" for k, v in self.headers.items() if k != "Host")
        sys.stdout.write(f"{name} {seen[name]} {'; '.join(sent)}\n")
        sys.stdout.flush()
        try:
            getattr(self, "do_" + name.replace("-", "_"))()
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    def do_good(self): self.answer(200, PLAIN, ETag='"one"', Last_Modified="Sat, 22 Aug 2026 00:00:00 GMT")
    def do_gone(self): self.answer(404)
    def do_forbidden(self): self.answer(403)
    def do_html(self): self.answer(200, b"<!DOCTYPE html>\n<html>Log in</html>\n", Content_Type="text/html")
    def do_empty(self): self.answer(200)
    def do_few(self): self.answer(200, PLAIN[:100])
    def do_binary(self): self.answer(200, bytes(range(256)))
    def do_loop(self): self.answer(302, Location="/loop")
    def do_moved(self): self.answer(301, Location="/good")
    def do_to_http(self): self.answer(302, Location=f"http://127.0.0.1:{self.server.http_port}/good")
    def do_to_file(self): self.answer(302, Location="file:///etc/hostname")
    def do_down(self): self.answer(503)
    def do_later(self): self.answer(503, Retry_After="3600")
    def do_packed(self): self.answer(200, gzip.compress(PLAIN), Content_Encoding="gzip")
    def do_bomb(self): self.answer(200, gzip.compress(b"\n" * (150 << 20), 1), Content_Encoding="gzip")
    def do_bad_packed(self): self.answer(200, b"\x1f\x8b\x08\x00nothing", Content_Encoding="gzip")

    def do_flaky(self):
        self.answer(*((200, PLAIN) if seen["flaky"] > 1 else (500,)))

    def do_known(self):
        """ETag and date must come back as they were given."""
        if self.headers.get("If-None-Match") == '"one"' and self.headers.get("If-Modified-Since"):
            self.send_response_only(304)
            self.end_headers()
        else:
            self.do_good()

    def do_not_asked(self):
        self.send_response_only(304)
        self.end_headers()

    def do_cut(self):
        self.send_response_only(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(PLAIN)
        self.close_connection = True

    def do_cut_chunk(self):
        self.send_response_only(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(PLAIN), PLAIN))
        self.close_connection = True

    def do_endless(self):
        self.send_response_only(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        block = b"192.0.2.1\n" * 100000
        for _ in range(400):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(block), block))

    def do_headers(self):
        self.send_response_only(200)
        for i in range(90):
            self.send_header(f"X-{i}", "x" * 1000)
        self.end_headers()

    def do_drip(self):
        self.send_response_only(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for i in range(100):
            self.wfile.write(b"192.0.2.1\n")
            self.wfile.flush()
            time.sleep(0.1)

    def do_silent(self):
        self.connection.shutdown(2)
        self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *ignored):
        pass


def serve(certificate=None):
    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


folder, ports = sys.argv[1:]
servers = {"http": serve()}
for name in ("good", "expired", "other-host", "unknown"):
    servers[name] = serve(f"{folder}/{name}.pem")
for server in servers.values():
    server.http_port = servers["http"].server_address[1]
with open(ports + ".new", "w") as out:
    for name, server in servers.items():
        print(name, server.server_address[1], file=out)
os.rename(ports + ".new", ports)
threading.Event().wait()
