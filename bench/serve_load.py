"""Asks `entente serve` from eight clients for ten seconds, 250 questions a second at most, while documents
are handed in; on a copy of a record, on this machine alone.

usage: serve_load.py ENTENTE RECORD
"""
import http.client
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time

CLIENTS, SECONDS, RATE = 8, 10, 250
QUESTIONS = ["/status", "/claims?pair=PAK,RUS&limit=20", "/alignment?pair=PAK,RUS", "/counts?actor=IND",
             "/standings?actor=PAK", "/documents?limit=20", "/network?actors=30"]


def ask(connection, path, body=None):
    headers = {"Content-Type": "application/json"} if body else {}
    connection.request("POST" if body else "GET", "/api/v1" + path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def main():
    with tempfile.TemporaryDirectory() as folder:
        record = shutil.copy(sys.argv[2], folder)
        server = subprocess.Popen([sys.argv[1], "serve", "--port", "0", "--format", "json", "--record", record],
                                  stdout=subprocess.PIPE, text=True)
        port = json.loads(server.stdout.readline())["port"]
        opening = http.client.HTTPConnection("127.0.0.1", port)
        while ask(opening, "/overview") == 503:  # until all pairs are worked out
            time.sleep(1)
        end, times, wrong, handed = time.time() + SECONDS, [], [], []

        def client(number):
            connection = http.client.HTTPConnection("127.0.0.1", port)
            while time.time() < end:
                began, number = time.time(), number + 1
                status = ask(connection, QUESTIONS[number % len(QUESTIONS)])
                times.append(time.time() - began)
                if status != 200:
                    wrong.append(status)
                time.sleep(max(0, CLIENTS / RATE - (time.time() - began)))

        def reader():
            connection = http.client.HTTPConnection("127.0.0.1", port)
            while time.time() < end:
                text = f"Norway accused Iceland of overfishing on day {len(handed)}. " * 40
                handed.append(ask(connection, "/documents", json.dumps({"text": text, "date": "2020-02-05"})))
                time.sleep(0.5)

        threads = [threading.Thread(target=client, args=(k,)) for k in range(CLIENTS)] + [threading.Thread(target=reader)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        server.terminate()
        server.wait(20)
    times.sort()
    print(f"{len(times) / SECONDS:.0f} answers a second, {len(wrong)} errors, {len(handed)} documents handed in; "
          f"median {1000 * times[len(times) // 2]:.0f} ms, 95 % within {1000 * times[int(len(times) * 0.95)]:.0f} ms")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
