import { isPropertyAccessExpression } from 'typescript/unstable/ast';
import { calls } from './ast';
import { hit, type Rule } from './rule';

/** The one place that does it, one that checks the length before, and one that only the typist's own browser runs. */
const MAY_NORMALIZE = ['lib/text.ts', 'lib/auth/email-address.ts', 'lib/tenancy/slug-from.ts'];

export const composedText: Rule = {
  id: 'composed-text',
  promise: 'Normalizing a text takes no longer than it is long, whatever it is made of.',
  instead:
    'Use typedText() of lib/input/typed-text in a schema, or composed(…) of lib/text for a short text.',
  *check(tree) {
    for (const file of tree.files) {
      if (MAY_NORMALIZE.includes(file.path) || !/^(app|lib)\//.test(file.path)) continue;
      for (const call of calls(file.source))
        if (isPropertyAccessExpression(call.expression) && call.expression.name.text === 'normalize')
          yield hit(file, call, 'normalizes a text whatever it is made of');
    }
  },
};

const READERS = ['json', 'formData'];

export const jsonIsCounted: Rule = {
  id: 'json-is-counted',
  promise: 'What a request holds is counted before it is parsed.',
  instead: 'Use parseJson(await request.text()) of lib/input/json.',
  *check(tree) {
    for (const file of tree.files) {
      if (!/^(app|middleware)/.test(file.path)) continue;
      for (const call of calls(file.source)) {
        const { expression } = call;
        if (!isPropertyAccessExpression(expression)) continue;
        const name = expression.name.text;
        const of = expression.expression.getText();
        if ((READERS.includes(name) && /request/i.test(of)) || (of === 'JSON' && name === 'parse'))
          yield hit(file, call, `parses what was sent with ${of}.${name}`);
      }
    }
  },
};
