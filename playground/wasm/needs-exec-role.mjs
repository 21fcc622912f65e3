// needs-exec-role for a page or for Node: a request as an object in, an answer as an object out.
//
//   const { check } = await load(await fetch("needs_exec_role_wasm.wasm").then((it) => it.arrayBuffer()));
//   const { report } = check([{ name: "web.json", text }], { "launch-type": ["fargate"] });

/** Compiles the module of these bytes, and gives its commands. */
export async function load(bytes) {
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { memory, reserve, release, call } = instance.exports;
  // Made anew each time: the memory may have grown in between.
  const bytesAt = (place, length) => new Uint8Array(memory.buffer, place, length);

  const ask = (request) => {
    const text = new TextEncoder().encode(JSON.stringify(request));
    const place = reserve(text.length) >>> 0;
    if (place === 0) throw new Error("no memory for the request");
    bytesAt(place, text.length).set(text);
    const answer = call(place, text.length) >>> 0;
    if (answer === 0) throw new Error("no memory for the answer");
    const length = new DataView(memory.buffer).getUint32(answer, true);
    const result = new TextDecoder().decode(bytesAt(answer + 4, length));
    release(answer, length + 4);
    return JSON.parse(result);
  };

  return {
    check: (files, options) => ask({ command: "check", files, options }),
    policy: (files, options) => ask({ command: "policy", files, options }),
    role: (files, options) => ask({ command: "role", files, options }),
    explain: (what, options) => ask({ command: "explain", what, options }),
  };
}
