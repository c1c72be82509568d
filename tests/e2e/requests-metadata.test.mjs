// The metadata of createSession: what is sent of it, and what is refused before anything is sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { creating } from "./support/echo.mjs";
import { flowError } from "./support/harness.mjs";
import { apiKey, requestsHarness } from "./support/requests.mjs";

const it = requestsHarness();
const iin = "123456789012";
const phone = "77011234567";

/** The metadata that is sent for these. */
const sent = async (metadata) => {
  const endpoint = creating(it.echo);
  await it.createSession({ endpoint: endpoint.url, metadata });
  return JSON.parse(endpoint.requests[0].body).metadata;
};

const refused = async (metadata, field, hidden = []) => {
  const endpoint = creating(it.echo);
  await assert.rejects(
    it.createSession({ endpoint: endpoint.url, metadata }),
    flowError("invalid_options", ({ message, details }) => {
      assert.deepEqual(details, { field });
      assert.ok(message.includes(`\`${field}\``), message);
      for (const text of hidden) assert.equal(message.includes(text), false, message);
    }),
  );
  assert.equal(endpoint.requests.length, 0);
};

it.inOnePage("The cases of the vendor's guide are sent as it has them, defaults left out:", () => {
  test("case 1, both locked and the form skipped", async () => {
    const edocument = { iin: { value: iin, changeable: false }, phone: { value: phone, changeable: false }, skip_input: true };
    assert.deepEqual(await sent({ edocument }), { edocument });
  });

  test("case 2, the IIN locked and the phone editable", async () => {
    const edocument = { iin: { value: iin, changeable: false }, phone: { value: phone, changeable: true }, skip_input: false };
    assert.deepEqual(await sent({ edocument }), { edocument: { iin: { value: iin, changeable: false }, phone: { value: phone } } });
  });

  test("case 3, both prefilled and editable", async () => {
    const edocument = { iin: { value: iin }, phone: { value: phone } };
    assert.deepEqual(await sent({ edocument }), { edocument });
  });

  test("one field alone, and what is null counts as left out", async () => {
    assert.deepEqual(await sent({ face2face: null, edocument: { iin: { value: iin, changeable: null }, phone: null, skip_input: null }, general: null }), { edocument: { iin: { value: iin } } });
  });

  test("interchangeable technologies", async () => {
    const general = { interchangeable_tech: ["LD", "DR"] };
    assert.deepEqual(await sent({ general }), { general });
  });

  test("all parts together, which the sandbox accepts", async () => {
    const edocument = { iin: { value: iin, changeable: false }, phone: { value: "8 (701) 123-45-67", changeable: false }, skip_input: true };
    const session = await it.run(
      (flow, options, edocument) => {
        const photo1 = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16]);
        return flow.createSession({ ...options, metadata: { edocument, face2face: { photo1 }, general: { interchangeable_tech: ["LD"] } } });
      },
      { endpoint: it.createUrl(), apiKey },
      edocument,
    );
    assert.deepEqual(session.technologies, ["LD", "ED", "F2F"]);
  });
});

it.inOnePage("A phone", () => {
  for (const typed of ["77011234567", "+77011234567", "+7 701 123-45-67", "8 (701) 123 45 67", "87011234567", "7\u00a0701\u00a0123.45.67", "+7 (701) 123–45–67"]) {
    test(`typed as ${typed} is sent as ${phone}`, async () => {
      assert.deepEqual(await sent({ edocument: { phone: { value: typed } } }), { edocument: { phone: { value: phone } } });
    });
  }

  for (const typed of ["", "7", "7011234567", "770112345678", "79161234567", "+8 701 123 45 67", "7701123456x", "٧٧٠١١٢٣٤٥٦٧"]) {
    test(`typed as ${JSON.stringify(typed)} is refused, and is not repeated`, () => refused({ edocument: { phone: { value: typed } } }, "metadata.edocument.phone.value", typed.length > 1 ? [typed] : []));
  }
});

it.inOnePage("Metadata is refused by the field's name, and nothing is sent:", () => {
  const locked = (value) => ({ value, changeable: false });
  const wrong = {
    "an IIN of 11 digits": [{ edocument: { iin: { value: "12345678901" } } }, "metadata.edocument.iin.value"],
    "an IIN with a letter": [{ edocument: { iin: { value: "12345678901O" } } }, "metadata.edocument.iin.value"],
    "an IIN of other digits than 0 to 9": [{ edocument: { iin: { value: "١٢٣٤٥٦٧٨٩٠١٢" } } }, "metadata.edocument.iin.value"],
    "an IIN that is a number": [{ edocument: { iin: { value: 123456789012 } } }, "metadata.edocument.iin.value"],
    "an IIN that is no field": [{ edocument: { iin: "123456789012" } }, "metadata.edocument.iin"],
    "a field's changeable that is a text": [{ edocument: { iin: { value: iin, changeable: "false" } } }, "metadata.edocument.iin.changeable"],
    "a locked field without a value": [{ edocument: { phone: { changeable: false } } }, "metadata.edocument.phone.changeable"],
    "a skipped form without values": [{ edocument: { skip_input: true } }, "metadata.edocument.skip_input"],
    "a skipped form with an editable phone": [{ edocument: { iin: locked(iin), phone: { value: phone }, skip_input: true } }, "metadata.edocument.skip_input"],
    "a skipped form with an editable IIN": [{ edocument: { iin: { value: iin }, phone: locked(phone), skip_input: true } }, "metadata.edocument.skip_input"],
    "a skip_input that is a number": [{ edocument: { iin: locked(iin), phone: locked(phone), skip_input: 1 } }, "metadata.edocument.skip_input"],
    "technologies that are a text": [{ general: { interchangeable_tech: "LD,DR" } }, "metadata.general.interchangeable_tech"],
    "a technology that is a number": [{ general: { interchangeable_tech: ["LD", 2] } }, "metadata.general.interchangeable_tech"],
    "a part that is a text": [{ edocument: "edocument" }, "metadata.edocument"],
    "metadata that are a text": ["metadata", "metadata"],
    "a misspelt part": [{ eDocument: { iin: { value: iin } } }, "metadata.eDocument"],
    "a misspelt field": [{ edocument: { IIN: { value: iin } } }, "metadata.edocument.IIN"],
    "a misspelt key of a field": [{ edocument: { iin: { value: iin, changable: false } } }, "metadata.edocument.iin.changable"],
    "a misspelt photo": [{ face2face: { photo: "/9j/4AAQ" } }, "metadata.face2face.photo"],
    "a misspelt list": [{ general: { interchangeableTech: [] } }, "metadata.general.interchangeableTech"],
  };
  for (const [name, [metadata, field]] of Object.entries(wrong)) {
    test(name, () => refused(metadata, field, [iin, phone, "12345678901"]));
  }
});

it.inOnePage("Metadata of technologies that are not known", () => {
  test("are sent beside the others, as they are", async () => {
    const gbdfl = { iin: { value: iin, changeable: false }, list: [1, -2.5, 1e21, "\u0000қ\"\\\ud83d\ude42", true, false, null, [], {}], "": { "\"": "" }, toJSON: "a text" };
    assert.deepEqual(await sent({ gbdfl, ds_signer: {}, general: { interchangeable_tech: ["LD"] } }), { general: { interchangeable_tech: ["LD"] }, gbdfl, ds_signer: {} });
    assert.deepEqual(await sent({ gbdfl }), { gbdfl });
  });

  test("may hold texts as long as photos are", async () => {
    const document = "/9j/".repeat(500_000);
    assert.deepEqual(await sent({ ds_signer: { document } }), { ds_signer: { document } });
  });

  test("count as left out where they are null, and so does what is undefined in them", async () => {
    const endpoint = creating(it.echo);
    await it.run((flow, endpoint) => flow.createSession({ endpoint, metadata: { gbdfl: null, persons: undefined, ds_signer: { a: undefined, b: 1 } } }), endpoint.url);
    assert.deepEqual(JSON.parse(endpoint.requests[0].body).metadata, { ds_signer: { b: 1 } });
  });

  test("may be objects without a prototype, and another realm's", async () => {
    const endpoint = creating(it.echo);
    await it.run((flow, endpoint) => {
      const bare = Object.assign(Object.create(null), { a: 1 });
      const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
      return flow.createSession({ endpoint, metadata: { bare, foreign: contentWindow.JSON.parse('{"a":[{}]}') } });
    }, endpoint.url);
    assert.deepEqual(JSON.parse(endpoint.requests[0].body).metadata, { bare: { a: 1 }, foreign: { a: [{}] } });
  });

  test("are never what a toJSON makes of them that a page has given to all values", async () => {
    const endpoint = creating(it.echo);
    const ends = await it.run(async (flow, endpoint) => {
      const metadata = { gbdfl: { text: "one", list: [1, true] } };
      const withToJson = async (prototypes) => {
        for (const prototype of prototypes) Object.defineProperty(prototype, "toJSON", { configurable: true, value: () => "changed" });
        try {
          return await endOf(flow.createSession({ endpoint, metadata }));
        } finally {
          for (const prototype of prototypes) delete prototype.toJSON;
        }
      };
      return [await withToJson([String.prototype, Number.prototype, Boolean.prototype]), await withToJson([Array.prototype]), await withToJson([Object.prototype])];
    }, endpoint.url);
    assert.deepEqual(ends.slice(1), ["invalid_options metadata.gbdfl.list", "invalid_options metadata.gbdfl"]);
    assert.deepEqual(endpoint.requests.map(({ body }) => JSON.parse(body).metadata), [{ gbdfl: { text: "one", list: [1, true] } }]);
  });

  test("are warned of once, by their name and not by what is in them", async () => {
    const endpoint = creating(it.echo);
    const warnings = await it.run(async (flow, endpoint, iin) => {
      const { warn } = console;
      const warnings = [];
      console.warn = (...said) => warnings.push(said.join(" "));
      try {
        for (const metadata of [{ one_tech: { iin } }, { one_tech: { iin } }, { another_tech: {} }]) await flow.createSession({ endpoint, metadata });
      } finally {
        console.warn = warn;
      }
      return warnings;
    }, endpoint.url, iin);
    assert.equal(warnings.length, 2);
    assert.match(warnings[0], /`metadata\.one_tech`/);
    assert.match(warnings[1], /`metadata\.another_tech`/);
    assert.equal(warnings.join().includes(iin), false);
  });

  test("are in no error, as they are in a server's own words", async () => {
    const endpoint = it.echo.endpoint(({ body }) => ({ status: 400, body }));
    const { details, message } = await it.createSession({ endpoint: endpoint.url, metadata: { gbdfl: { iin, number: 880101300123, name: { first: "Aruzhan", sex: "f" } } } }).catch((error) => error);
    for (const secret of [iin, "880101300123", "Aruzhan"]) assert.equal(`${message}${JSON.stringify(details)}`.includes(secret), false, secret);
    assert.match(details.body, /"sex":"f"/);
  });

  for (const name of ["EDOCUMENT", "e-document", "edocumnt", "face_to_face", "Face2Face", "genral", "GENERAL"]) {
    test(`are refused under the name ${name}, which was meant for a known one`, () => refused({ [name]: {} }, `metadata.${name}`));
  }

  const wrong = {
    "a text": [() => "text", ""],
    "a number": [() => 1, ""],
    "true": [() => true, ""],
    "an array": [() => [{}], ""],
    "a function": [() => () => {}, ""],
    "a date": [() => new Date(0), ""],
    "a map": [() => new Map(), ""],
    "a Blob": [() => new Blob([]), ""],
    "an object of a class": [() => new (class Person {})(), ""],
    "a proxy that was revoked": [() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; }, ""],
    "an object with a date in it": [() => ({ a: { b: new Date(0) } }), ".a.b"],
    "an object with a number that is none in it": [() => ({ a: [NaN] }), ".a"],
    "an object with infinity in it": [() => ({ a: Infinity }), ".a"],
    "an object with a function in it": [() => ({ a: () => ({}) }), ".a"],
    "an object that makes its JSON itself": [() => ({ toJSON: () => ({}) }), ""],
    "an object with a bigint in it": [() => ({ a: 1n }), ".a"],
    "an object with a symbol in it": [() => ({ a: Symbol("a") }), ".a"],
    "an object with a symbol as a name": [() => ({ [Symbol("a")]: 1 }), ""],
    "an array with a hole in it": [() => ({ a: [1, , 2] }), ".a"],
    "an object with bytes in it": [() => ({ photo: new Uint8Array(3) }), ".photo"],
    "an object with a getter in it that throws": [() => ({ get a() { throw new Error("no"); } }), ".a"],
  };
  for (const [name, [make, path]] of Object.entries(wrong)) {
    test(`are refused where they are ${name}, by the path, and nothing is sent`, async () => {
      const endpoint = creating(it.echo);
      const end = await it.run((flow, endpoint, make) => endOf(flow.createSession({ endpoint, metadata: { gbdfl: eval(make)() } })), endpoint.url, `(${make})`);
      assert.deepEqual([end, endpoint.requests.length], [`invalid_options metadata.gbdfl${path}`, 0]);
    });
  }

  test("are refused where an object holds itself", async () => {
    const end = await it.run((flow, endpoint) => {
      const gbdfl = {};
      gbdfl.self = gbdfl;
      return endOf(flow.createSession({ endpoint, metadata: { gbdfl } }));
    }, it.echo.origin);
    assert.match(end, /^invalid_options metadata\.gbdfl(\.self){33}$/);
  });
});

it.inOnePage("A photo", () => {
  /** What is sent for a photo that is made in the page. */
  const sentFor = async (make) => {
    const endpoint = creating(it.echo);
    await it.run((flow, endpoint, make) => Promise.resolve(eval(make)()).then((photo1) => flow.createSession({ endpoint, metadata: { face2face: { photo1 } } })), endpoint.url, `(${make})`);
    return JSON.parse(endpoint.requests[0].body).metadata.face2face.photo1;
  };
  // /9j/4AAQSkY= are the bytes ff d8 ff e0 00 10 4a 46, with which a JPEG begins.
  const jpeg = "/9j/4AAQSkY=";
  const forms = {
    "base64": () => "/9j/4AAQSkY=",
    "a data: URL": () => "data:image/jpeg;base64,/9j/4AAQSkY=",
    "a data: URL with a parameter": () => "data:image/jpeg;name=photo.jpg;base64,/9j/4AAQSkY=",
    "a Blob, whatever its type": () => new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46])], { type: "text/plain" }),
    "a File": () => new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46])], "photo.jpg"),
    "an ArrayBuffer": () => new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]).buffer,
    "a view": () => new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]),
    "a view of a buffer's middle": () => new Uint8Array([9, 9, 0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 9]).subarray(2, 10),
    "a DataView": () => new DataView(new Uint8Array([9, 0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]).buffer, 1),
    "a view of 32-bit numbers": () => new Uint32Array(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]).buffer),
    "a view of another realm": () => {
      const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
      return new contentWindow.Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]);
    },
    "a buffer of another realm": () => {
      const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
      return new contentWindow.Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]).buffer;
    },
    "a Blob of another realm": () => {
      const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
      return new contentWindow.Blob([new contentWindow.Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46])]);
    },
  };
  for (const [form, make] of Object.entries(forms)) {
    test(`may be ${form}`, async () => {
      assert.equal(await sentFor(make), jpeg);
    });
  }

  test("that the browser itself made is sent byte for byte, as PNG, JPEG and WebP", async () => {
    const endpoint = creating(it.echo);
    const urls = await it.run(async (flow, endpoint) => {
      const canvas = document.createElement("canvas");
      const types = ["image/png", "image/jpeg", "image/webp"];
      for (const type of types) {
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, type));
        await flow.createSession({ endpoint, metadata: { face2face: { photo1: blob } } });
      }
      return types.map((type) => canvas.toDataURL(type));
    }, endpoint.url);
    assert.deepEqual(endpoint.requests.map(({ body }) => JSON.parse(body).metadata.face2face.photo1), urls.map((url) => url.split(",")[1]));
  });

  test("of 10 MB is sent, and one byte more is refused", async () => {
    const endpoint = creating(it.echo);
    const end = await it.run(async (flow, endpoint) => {
      const bytes = new Uint8Array(10 * 1024 * 1024 + 1);
      bytes.set([0xff, 0xd8, 0xff]);
      const create = (photo1) => flow.createSession({ endpoint, metadata: { face2face: { photo1 } } });
      await create(bytes.subarray(0, bytes.length - 1));
      return endOf(create(bytes));
    }, endpoint.url);
    assert.equal(end, "invalid_options metadata.face2face.photo1");
    assert.deepEqual(endpoint.requests.map(({ body }) => JSON.parse(body).metadata.face2face.photo1.length), [13981016]);
  });

  test("that is far too large is refused without being read", async () => {
    const [end, wasRead] = await it.run(async (flow, endpoint) => {
      let wasRead = false;
      const photo1 = { size: 5e9, arrayBuffer: async () => (wasRead = true) };
      return [await endOf(flow.createSession({ endpoint, metadata: { face2face: { photo1 } } })), wasRead];
    }, it.echo.origin);
    assert.deepEqual([end, wasRead], ["invalid_options metadata.face2face.photo1", false]);
  });

  const wrong = {
    "an empty text": () => "",
    "a text that is not base64": () => "photo of Aruzhan",
    "base64 in lines": () => "/9j/\n4AAQSkY=",
    "base64 that is cut off": () => "/9j/4AAQSk",
    "a data: URL without base64": () => "data:image/jpeg,%FF%D8%FF",
    "a GIF": () => "R0lGODlhAQABAAAAACw=",
    "an SVG": () => new Blob(["<svg xmlns='http://www.w3.org/2000/svg'/>"], { type: "image/svg+xml" }),
    "a WAV, which begins as a WebP does": () => new TextEncoder().encode("RIFF\u0024\0\0\0WAVEfmt "),
    "an empty Blob": () => new Blob([]),
    "an empty buffer": () => new ArrayBuffer(0),
    "a view of a buffer that was given away": () => {
      const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
      structuredClone(bytes, { transfer: [bytes.buffer] });
      return bytes;
    },
    "an array of numbers": () => [0xff, 0xd8, 0xff, 0xe0],
    "a number": () => 1,
    "an image element": () => new Image(),
    "a proxy of a view": () => new Proxy(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), {}),
    "a Blob that cannot be read": () => ({ arrayBuffer: () => Promise.reject(new DOMException("gone", "NotFoundError")) }),
    "a reader that throws": () => ({ arrayBuffer() { throw "no"; } }),
    "a reader that yields a text": () => ({ arrayBuffer: async () => "text" }),
  };
  for (const [name, make] of Object.entries(wrong)) {
    test(`that is ${name} is refused by its field's name, and nothing is sent`, async () => {
      const endpoint = creating(it.echo);
      const end = await it.run((flow, endpoint, make) => endOf(flow.createSession({ endpoint, metadata: { face2face: { photo1: eval(make)() } } })), endpoint.url, `(${make})`);
      assert.deepEqual([end, endpoint.requests.length], ["invalid_options metadata.face2face.photo1", 0]);
    });
  }
});
