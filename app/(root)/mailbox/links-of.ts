/** The addresses in a mail's text, each once. Only http and https: nothing that runs. */
export const linksOf = (text: string): string[] => [...new Set(text.match(/https?:\/\/[^\s<>"]+/g) ?? [])];
