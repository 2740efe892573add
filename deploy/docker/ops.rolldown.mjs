// Bundles npm run ops into one file with everything it needs: images have neither its sources nor the packages' layout.
export default {
  input: 'scripts/ops.ts',
  platform: 'node',
  // debug would bundle it for colours if it is installed, as it is in development
  external: ['supports-color'],
  resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
  output: { file: 'ops.mjs', format: 'esm', codeSplitting: false }
}
