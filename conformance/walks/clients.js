'use strict';
// What the walks in Node share: where the local cloud is, whom its registry knows, and clients that speak to it.

const { randomInt } = require('node:crypto');

const { Config } = require('@alicloud/openapi-client');
const { RPCClient } = require('@alicloud/pop-core');

const { env } = process;
const KEY = { accessKeyId: env.CONFORMANCE_KEY_ID, accessKeySecret: env.CONFORMANCE_KEY_SECRET };
const CHINA = 8 * 3600e3; // the vendor's days are those of China

exports.ROLE = `acs:ram::${env.CONFORMANCE_ACCOUNT}:role/upload`;

/** The person and the company that the registry begins with. */
exports.acquaintances = async () => {
  const registry = await (await fetch(`${env.CONFORMANCE_CONSOLE}/api/registry`)).json();
  const person = registry.persons.find(one => one.name === '张三');
  const company = registry.companies.find(one => one.legal === '张三');
  return { person, company };
};

/** A client of the older family, signature V1. */
exports.pop = (apiVersion, changes = {}) =>
  new RPCClient({ ...KEY, endpoint: env.CONFORMANCE_ALIYUN, apiVersion, ...changes });

/** A client of the Tea family, signature V3. */
exports.tea = (Client, changes = {}) => {
  const endpoint = env.CONFORMANCE_ALIYUN.replace('http://', '');
  return new Client(new Config({ ...KEY, endpoint, protocol: 'http', regionId: env.CONFORMANCE_REGION, ...changes }));
};

/** The front of a person's identity card, as a picture. */
exports.card = async ({ name, number }) => {
  const query = new URLSearchParams({ side: 'front', name, number });
  const answer = await fetch(`${env.CONFORMANCE_CONSOLE}/api/sample/idcard.jpg?${query}`);
  return Buffer.from(await answer.arrayBuffer());
};

/** A number that no message was sent to lately. */
exports.phone = () => `13${String(randomInt(10 ** 9)).padStart(9, '0')}`;

/** The day in China, as YYYYMMDD. */
exports.today = () => new Date(Date.now() + CHINA).toISOString().slice(0, 10).replaceAll('-', '');

/** Code and HTTP status of what a client throws. */
exports.refusal = async work => {
  try {
    await work();
  } catch (error) {
    return [error.code, error.statusCode ?? error.data?.statusCode];
  }
  throw new Error('not refused');
};
