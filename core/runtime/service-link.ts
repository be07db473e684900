const LINK =
  /_SERVICE_(?:HOST|PORT(?:_\w+)?)$|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/u;
const ADDRESS = /^(?:tcp|udp|sctp):\/\//u;

/**
 * Is this variable one that the kubelet sets for a Service of the namespace? A Service named sallyport-… has it begin as our
 * settings do. `…_PORT` is one only where its value is an address, since settings end so too.
 */
export function isServiceLink(name: string, value: string | undefined): boolean {
  return LINK.test(name) || (name.endsWith('_PORT') && ADDRESS.test(value ?? ''));
}
