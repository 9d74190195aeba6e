// The catalogue of internal/text in one language, as vite.config.mts cuts it out: all
// but what the first pages do without, or that.
declare module "virtual:words/*" {
  const words: Record<string, string>;
  export default words;
}
