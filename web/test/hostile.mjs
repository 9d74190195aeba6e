// Texts that want to be markup, each with a number of its own by which it is found
// again where it is shown.

const tricks = [
  "<img src=//evil.example/x onerror=alert(1)>", "\"><svg onload=alert(2)>", "<script>alert(3)</script>", "javascript:alert(4)",
  "&lt;b&gt;", "<b>đậm</b>", "'><iframe srcdoc='<script>alert(5)</script>'>", "{{7*7}}${7*7}",
];

/** Gives texts for fields: as many tricks as the field has room for, beginning with
 * another one each time. made holds them all by their numbers. */
export function hostile() {
  const made = new Map();
  const run = Date.now().toString(36); // codes are used once
  const text = (field, room = 300) => {
    const n = made.size + 1, mark = `Z${run}n${n}Z`;
    let out = mark;
    for (const i of tricks.keys()) {
      const more = ` ${tricks[(n + i) % tricks.length]}`;
      if (out.length + more.length <= Math.min(room, 300)) out += more;
    }
    made.set(mark, { field, text: out });
    return out;
  };
  text.made = made;
  return text;
}
