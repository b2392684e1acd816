'use strict';
// Connections over plain HTTP to the vendor's hosts go to the local cloud: CONFORMANCE_HOSTS is a JSON object of ends of
// host names and the `host:port` in the place of their port 80. Names under `localhost` are this machine (RFC 6761
// section 6.3), which not every resolver knows. The request itself, its Host header and its signature stay what they are.

const http = require('http');
const net = require('net');

const places = Object.entries(JSON.parse(process.env.CONFORMANCE_HOSTS || '{}'));
const connect = net.createConnection;

function connectThere(options, ...rest) {
  const name = options.host || '';
  const place = places.find(([end]) => name.endsWith(end));
  if (place && Number(options.port || 80) === 80) {
    const [host, port] = place[1].split(':');
    options = { ...options, host, port: Number(port) };
  } else if (name.endsWith('.localhost')) {
    options = { ...options, host: '127.0.0.1' };
  }
  return connect.call(this, options, ...rest);
}

// Agents of packages that are loaded later take theirs from `net`.
net.createConnection = connectThere;
http.Agent.prototype.createConnection = connectThere;
