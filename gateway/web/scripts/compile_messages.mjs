/** Compiles the sv and en catalogs to syntax trees, so that the browser needs no message parser. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const messages = join(web, 'src', 'messages');
mkdirSync(join(messages, 'compiled'), { recursive: true });

for (const language of ['sv', 'en']) {
  execFileSync(join(web, 'node_modules', '.bin', 'formatjs'), [
    'compile', join(messages, `${language}.json`),
    '--ast', '--format', 'simple',
    '--out-file', join(messages, 'compiled', `${language}.json`),
  ], { stdio: 'inherit' });
}
