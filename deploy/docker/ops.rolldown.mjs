// npm run ops as one file with all it needs: images have neither the sources nor the layout of packages that it is run from.
export default {
  input: 'scripts/ops.ts',
  platform: 'node',
  // debug would take it along for its colours if it is there, as it is in development
  external: ['supports-color'],
  resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
  output: { file: 'ops.mjs', format: 'esm', codeSplitting: false }
}
