/** The three rules of this house that no published package has in this form; see eslint.config.js. */

const SKIPPED = /^(only|skip|todo|failing)$/;
const TEST_WORDS = /^(describe|it|test)$/;
const SHORT_FORMS = /^(xit|fit|xtest|xdescribe|fdescribe)$/;
const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b/;
const DISABLE = /^\s*eslint-disable/;
const WITH_REASON = /\s--\s+\S/;

const noSkippedTest = {
  meta: {
    type: 'problem',
    messages: { skipped: 'A test that does not run proves nothing, and one that runs alone hides the rest.' },
  },
  create: (context) => ({
    MemberExpression(node) {
      if (TEST_WORDS.test(node.object.name) && SKIPPED.test(node.property.name)) context.report({ node, messageId: 'skipped' });
    },
    CallExpression(node) {
      if (SHORT_FORMS.test(node.callee.name)) context.report({ node, messageId: 'skipped' });
    },
  }),
};

/** A rule that looks at each comment alone: `isWrong` gets the comment's text without its marks. */
function commentRule(text, isWrong) {
  return {
    meta: { type: 'problem', messages: { wrong: text } },
    create: (context) => ({
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (isWrong(comment.value)) context.report({ loc: comment.loc, messageId: 'wrong' });
        }
      },
    }),
  };
}

export const house = {
  rules: {
    'no-skipped-test': noSkippedTest,
    'no-unfinished-note': commentRule(
      'Finish it or file it: notes to oneself are not kept in the code.',
      (text) => UNFINISHED.test(text),
    ),
    'no-unreasoned-disable': commentRule(
      'Say why the rule is off here: "-- because …".',
      (text) => DISABLE.test(text) && !WITH_REASON.test(text),
    ),
  },
};
