// The catalogue of internal/text in one language, as vite.config.mts cuts it out: all
// but the words of reports, or these.
declare module "virtual:words/*" {
  const words: Record<string, string>;
  export default words;
}
