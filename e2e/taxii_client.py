"""The demo as a partner with a stock TAXII 2.1 client meets it: exactly what the articles permit.

Run by `make e2e`. The program serves real nodes over TLS; nothing is replaced.
"""

import json
import os
import pathlib
import subprocess
import unittest

import requests
import taxii2client.v21 as taxii

ROOT = pathlib.Path(__file__).resolve().parent.parent
MITHAQ = ROOT / "target" / "debug" / "mithaq"
WAIT = 120

# A bundle of authorities in the environment would silently replace the certificate given here.
for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
    os.environ.pop(variable, None)


class Demo:
    """The demo, up and serving on free ports."""

    def __init__(self):
        self.process = subprocess.Popen(
            [MITHAQ, "demo", "--json", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE,
            text=True,
        )
        text = ""
        for line in self.process.stdout:
            text += line
            if line == "}\n":
                break
        self.told = json.loads(text)
        self.agencies = {agency["key"]: agency for agency in self.told["agencies"]}

    def stop(self):
        self.process.terminate()
        self.process.wait(WAIT)
        self.process.stdout.close()

    def run(self, *arguments, check=True):
        """Runs the program beside the demo and reads its report."""
        done = subprocess.run(
            [MITHAQ, "--json", *arguments], capture_output=True, text=True, timeout=WAIT
        )
        if check and done.returncode != 0:
            raise AssertionError(done.stderr)
        return done

    def report(self, *arguments):
        return json.loads(self.run(*arguments).stdout)


class TokenAuth(requests.auth.AuthBase):
    def __init__(self, token):
        self.token = token

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class PartnerWithAStockClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Demo()
        cls.giver = cls.demo.agencies["murjania"]
        cls.token = cls.demo.told["token"]
        cls.uuid = cls.token["collection"]

    @classmethod
    def tearDownClass(cls):
        cls.demo.stop()

    def server(self):
        # Basic, as most clients do it: any name, the token as password.
        return taxii.Server(
            f"{self.giver['url']}/taxii2/",
            user="valombria",
            password=self.token["token"],
            verify=self.giver["certificate"],
        )

    def collection(self):
        (root,) = self.server().api_roots
        (collection,) = root.collections
        return collection

    def released(self):
        """What the giver's own desk says that it releases under the agreement."""
        listed = self.demo.report("agreement", "list", "--dir", self.giver["dir"])
        (ours,) = [
            agreement
            for agreement in listed["agreements"]
            if agreement["agreement"].endswith(self.uuid)
        ]
        return ours["released"]

    def test_the_client_finds_the_one_collection(self):
        collection = self.collection()
        self.assertEqual(collection.id, self.uuid)
        self.assertTrue(collection.can_read)
        self.assertFalse(collection.can_write)

    def test_the_client_receives_exactly_what_is_released(self):
        objects = self.collection().get_objects()["objects"]
        self.assertEqual(len(objects), self.released())
        markings = {ref for o in objects for ref in o.get("object_marking_refs", [])}
        strictest = {
            "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
            "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
        }
        self.assertEqual(markings & strictest, set(), "nothing above the ceiling of article 6")
        self.assertNotIn(
            self.demo.told["refusal"]["object"], {o["id"] for o in objects}
        )

    def test_pages_of_three_add_up_to_the_whole(self):
        whole = [o["id"] for o in self.collection().get_objects()["objects"]]
        paged = []
        for envelope in taxii.as_pages(self.collection().get_objects, per_request=3):
            paged += [o["id"] for o in envelope.get("objects", [])]
        self.assertEqual(paged, whole)

    def test_polling_by_time_goes_on_where_it_stopped(self):
        manifest = self.collection().get_manifest()["objects"]
        middle = manifest[len(manifest) // 2]["date_added"]
        rest = self.collection().get_objects(added_after=middle)["objects"]
        self.assertEqual(
            [o["id"] for o in rest], [m["id"] for m in manifest[len(manifest) // 2 + 1 :]]
        )

    def test_one_object_by_its_id(self):
        wanted = self.collection().get_manifest()["objects"][0]["id"]
        (found,) = self.collection().get_object(wanted)["objects"]
        self.assertEqual(found["id"], wanted)

    def test_what_arrives_is_valid_for_the_reference_library(self):
        import stix2

        for found in self.collection().get_objects()["objects"]:
            stix2.parse(found, allow_custom=True, version="2.1")

    def test_a_page_carries_a_receipt_that_verifies_offline(self):
        answer = requests.get(
            f"{self.giver['url']}/taxii2/cooperation/collections/{self.uuid}/objects/",
            params={"limit": 2},
            headers={"Accept": "application/taxii+json;version=2.1"},
            auth=TokenAuth(self.token["token"]),
            verify=self.giver["certificate"],
        )
        receipt = requests.get(
            self.giver["url"] + answer.headers["X-Mithaq-Receipt"],
            auth=TokenAuth(self.token["token"]),
            verify=self.giver["certificate"],
        )
        receipt.raise_for_status()
        folder = pathlib.Path(self.demo.told["folder"])
        file = folder / "fetched-receipt.json"
        file.write_bytes(receipt.content)
        key = self.demo.told["receipt"]["key"]
        proved = self.demo.report("verify", str(file), "--key", key)
        self.assertTrue(proved["proved"] and proved["pinned"])
        self.assertEqual(proved["entry"]["act"], "disclosed")
        self.assertEqual(proved["entry"]["detail"]["objects"], 2)
        for place in range(0, len(receipt.content), 7):
            changed = bytearray(receipt.content)
            changed[place] ^= 1
            file.write_bytes(changed)
            done = self.demo.run("verify", str(file), "--key", key, check=False)
            self.assertIn(done.returncode, (1, 2), f"byte {place}")
            self.assertTrue(done.stdout or done.stderr, "it says why")

    def test_nobody_else_is_told_anything(self):
        url = f"{self.giver['url']}/taxii2/cooperation/collections/{self.uuid}/objects/"
        for auth in (None, TokenAuth("mithaq_wrong"), ("valombria", "wrong")):
            answer = requests.get(url, auth=auth, verify=self.giver["certificate"])
            self.assertEqual(answer.status_code, 401)
            self.assertIn("WWW-Authenticate", answer.headers)
            self.assertNotIn(self.uuid, answer.text)


class SuspensionStopsReading(unittest.TestCase):
    def test_from_the_next_request_on(self):
        demo = Demo()
        self.addCleanup(demo.stop)
        giver, token = demo.agencies["murjania"], demo.told["token"]
        url = f"{giver['url']}/taxii2/cooperation/collections/{token['collection']}/objects/"

        def read():
            return requests.get(
                url, auth=TokenAuth(token["token"]), verify=giver["certificate"]
            )

        self.assertEqual(read().status_code, 200)
        uuid = token["collection"]
        demo.report("agreement", "suspend", "--dir", giver["dir"], uuid, "--reason", "review")
        self.assertEqual(read().status_code, 403)
        demo.report("agreement", "resume", "--dir", giver["dir"], uuid, "--reason", "done")
        self.assertEqual(read().status_code, 200)
        demo.report("partner", "token", "--dir", giver["dir"], demo.agencies["valombria"]["identity"], "--revoke")
        self.assertEqual(read().status_code, 401)


if __name__ == "__main__":
    unittest.main()
