export { floatText } from './float-text.ts';
export { quote, quoteRune } from './quote.ts';
export { printed, sprint, sprintln } from './sprint.ts';
export { sprintf } from './sprintf.ts';
