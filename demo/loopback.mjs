// Keeps the embedded WordPress on this machine: Playground listens on every interface and has no option for another.
import net from 'node:net';

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (port, ...rest) {
	const everywhere = typeof port === 'number' && typeof rest[0] !== 'string';
	return listen.call(this, port, ...(everywhere ? ['127.0.0.1'] : []), ...rest);
};
