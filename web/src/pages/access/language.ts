/** The languages, each in its own words. */
export const languages = [{ value: "vi", label: "Tiếng Việt" }, { value: "en", label: "English" }];

export const languageName = (code: string): string => languages.find((l) => l.value === code)?.label ?? code;
