/**
 * Takes the place of the component fc3, so that `s verify`, `s deploy` and `s remove` need neither a network nor an account:
 * writes down what it is handed, the code folder included, in the folder STAND_IN_RECORD. Plain JavaScript, as `s` loads it.
 */

const fs = require('node:fs');
const path = require('node:path');

const text = { type: 'string' };
const integer = { type: 'integer' };

/** As much of the component's schema as there are types in it. */
const SCHEMA = {
  type: 'object',
  required: ['region', 'functionName', 'runtime', 'code', 'handler'],
  properties: {
    region: text,
    functionName: text,
    runtime: { enum: ['nodejs20'] },
    code: text,
    handler: text,
    role: text,
    memorySize: { type: 'integer', minimum: 128, multipleOf: 64 },
    cpu: { type: 'number', minimum: 0.05, maximum: 16 },
    diskSize: { enum: [512, 10240] },
    timeout: { type: 'integer', minimum: 1, maximum: 86400 },
    internetAccess: { type: 'boolean' },
    environmentVariables: { type: 'object', additionalProperties: text },
    asyncInvokeConfig: {
      type: 'object',
      properties: { maxAsyncRetryAttempts: integer, maxAsyncEventAgeInSeconds: integer },
    },
    triggers: { type: 'array', items: { type: 'object', required: ['triggerConfig', 'triggerName', 'triggerType'] } },
  },
};

class StandIn {
  async getSchema() {
    return JSON.stringify(SCHEMA);
  }

  async deploy(inputs) {
    if (process.env.STAND_IN_FAILS) throw new Error(process.env.STAND_IN_FAILS);
    const { props } = inputs;
    const record = await this.write('deploy', inputs);
    fs.cpSync(path.resolve(path.dirname(inputs.yaml.path), props.code), path.join(record, props.functionName), {
      recursive: true,
    });
    // The real one gives back what it deployed, and `s` prints it.
    return props;
  }

  async remove(inputs) {
    await this.write('remove', inputs);
    return {};
  }

  async write(command, inputs) {
    const record = process.env.STAND_IN_RECORD;
    const { props } = inputs;
    const seen = { props, credential: await inputs.getCredential() };
    fs.writeFileSync(path.join(record, `${command}-${props.functionName}.json`), JSON.stringify(seen));
    return record;
  }
}

exports.default = StandIn;
