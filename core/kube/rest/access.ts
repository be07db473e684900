import { AppError, objectAt, textAt } from '../../runtime/index.ts';
import type { AccessQuestion, AccessReviewer } from '../access.ts';
import { JSON_TYPE, objectOf } from './list.ts';
import type { Transport, WireRequest } from './transport.ts';

const PATH = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

function requestFor(question: AccessQuestion): WireRequest {
  const { username, uid, groups, extra, ...resourceAttributes } = question;
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user: username, uid, groups, extra, resourceAttributes },
  };
  return {
    method: 'POST',
    path: PATH,
    query: new URLSearchParams(),
    accept: JSON_TYPE,
    contentType: JSON_TYPE,
    body,
  };
}

export function createAccessReviewer(transport: Transport): AccessReviewer {
  return {
    async reviewAccess(question, signal) {
      const answer = objectOf(await transport.send(requestFor(question), signal));
      const status = objectAt(answer, 'status');
      if (status['allowed'] === true) {
        return true;
      }
      if (textAt(status, 'evaluationError') !== '' && status['denied'] !== true) {
        throw new AppError(
          'KUBE_UNAVAILABLE',
          `an authorizer could not decide whether ${question.username} may ${question.verb} ${question.resource}.${question.group}`,
        );
      }
      return false;
    },
  };
}
