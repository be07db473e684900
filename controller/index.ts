export { type Controller, type ControllerDeps, composeController } from './compose.ts';
export { type ControllerConfig, parseControllerConfig } from './config.ts';
