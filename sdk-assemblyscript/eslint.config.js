import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", "assembly/abi.generated.ts"] },
  {
    files: ["**/*.js"],
    extends: [tseslint.configs.recommended],
    rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error", "no-undef": "off" },
  },
  {
    // AssemblyScript: TypeScript's syntax, with decorators in more places and with types of its own, so only rules that
    // look at syntax apply.
    files: ["**/*.ts"],
    languageOptions: { parser: tseslint.parser, parserOptions: { allowInvalidAST: true } },
    plugins: { "@typescript-eslint": tseslint.plugin },
    rules: {
      "no-var": "error",
      "prefer-const": "error",
      "no-dupe-else-if": "error",
      "no-fallthrough": "error",
      "no-unreachable": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^(len|ptr)$" }],
      "@typescript-eslint/explicit-function-return-type": "error",
      "@typescript-eslint/no-explicit-any": "error",
    },
  },
  {
    // The functions and classes of a guest are called by what the transform adds.
    files: ["tests/guests/*.ts"],
    rules: { "@typescript-eslint/no-unused-vars": "off" },
  },
);
