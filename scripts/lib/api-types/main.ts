import { writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { openApiDocument } from '../../../lib/api/openapi';

// Writes the types of the API's document to the file that is named; scripts/lib/generate.mjs runs it.

register('./own-typescript.mjs', import.meta.url);
const { default: typesOf, astToString } = await import('openapi-typescript');

const [file = ''] = process.argv.slice(2);
const document = JSON.stringify(openApiDocument('/api/v1'));
writeFileSync(file, astToString(await typesOf(document)));
