/** The emoji names a status message is likely to use, as characters. */

const GLYPHS: ReadonlyMap<string, string> = new Map([
  ['white_check_mark', '✅'],
  ['heavy_check_mark', '✔️'],
  ['x', '❌'],
  ['warning', '⚠️'],
  ['rotating_light', '🚨'],
  ['no_entry', '⛔'],
  ['hourglass', '⌛'],
  ['hourglass_flowing_sand', '⏳'],
  ['question', '❓'],
  ['grey_question', '❔'],
  ['information_source', 'ℹ️'],
  ['red_circle', '🔴'],
  ['large_green_circle', '🟢'],
  ['large_yellow_circle', '🟡'],
  ['arrows_counterclockwise', '🔄'],
  ['rocket', '🚀'],
  ['tada', '🎉'],
]);

export function glyph(name: string): string {
  return GLYPHS.get(name) ?? `:${name}:`;
}

export function withEmoji(text: string): string {
  return text.replace(/:([a-z\d_+-]+):/g, (whole, name: string) => GLYPHS.get(name) ?? whole);
}
