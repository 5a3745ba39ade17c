// Imported first by every launcher, before anything that an older Node cannot run.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 11)) {
  console.error(`Rowhouse needs Node 20.11 or newer. This is ${process.version}: https://nodejs.org`);
  process.exit(1);
}
