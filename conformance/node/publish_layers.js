'use strict';
// node publish_layers.js ENDPOINT ACCOUNT REGION name=file.zip …: publish layers, which `fun deploy` refers to but does
// not make, and print their ARNs. The key pair is in ACCESS_KEY_ID and ACCESS_KEY_SECRET.

const fs = require('fs');
const path = require('path');

const Client = require(path.join(process.cwd(), 'node_modules', '@alicloud', 'fc2'));

async function main([endpoint, account, region, ...layers]) {
  const { ACCESS_KEY_ID: accessKeyID, ACCESS_KEY_SECRET: accessKeySecret } = process.env;
  const client = new Client(account, { accessKeyID, accessKeySecret, region, endpoint, timeout: 120000 });
  for (const layer of layers) {
    const [name, file] = layer.split('=');
    const code = { zipFile: fs.readFileSync(file, 'base64') };
    const { data } = await client.publishLayerVersion(name, { code, compatibleRuntime: ['python3'] });
    console.log(data.arn);
  }
}

main(process.argv.slice(2)).catch(error => {
  console.error(error);
  process.exit(1);
});
