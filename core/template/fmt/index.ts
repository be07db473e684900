export { floatText } from './float-text.ts';
export { quote } from './quote.ts';
export { printed, sprint, sprintln } from './sprint.ts';
export { sprintf } from './sprintf.ts';
