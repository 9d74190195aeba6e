// The catalogue of internal/text in one language, as vite.config.mts cuts it out.
declare module "virtual:words/*" {
  const words: Record<string, string>;
  export default words;
}
