export { type Controller, type ControllerDeps, composeController } from './compose.ts';
export { CONTROLLER_VARIABLES, type ControllerConfig, parseControllerConfig } from './config.ts';
