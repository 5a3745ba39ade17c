/** A form's values by name: text, files, and a list where a name occurs more than once. */
export type FormInput = Record<string, FormDataEntryValue | FormDataEntryValue[]>;

/**
 * Reads a form into a plain object. A name that ends in [] is always a list (and loses the brackets);
 * any other name becomes a list only when it occurs more than once.
 */
export function readForm(form: HTMLFormElement): FormInput {
  const data = new FormData(form);
  const input: FormInput = {};
  for (const name of new Set(data.keys())) {
    // Next's own hidden fields of progressive forms.
    if (name.startsWith('$ACTION')) continue;
    const values = data.getAll(name);
    const listed = name.endsWith('[]');
    input[listed ? name.slice(0, -2) : name] = listed || values.length > 1 ? values : (values[0] ?? '');
  }
  return input;
}
