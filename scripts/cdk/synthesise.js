// Task definitions as people write them with aws-cdk-lib, one stack each. Prints to the directory given.
// What a stack should come to is in its name: `right-…` is granted by CDK as it should be, `alarm-…` is not.

const cdk = require("aws-cdk-lib");
const ecr = require("aws-cdk-lib/aws-ecr");
const ecs = require("aws-cdk-lib/aws-ecs");
const ec2 = require("aws-cdk-lib/aws-ec2");
const iam = require("aws-cdk-lib/aws-iam");
const kms = require("aws-cdk-lib/aws-kms");
const logs = require("aws-cdk-lib/aws-logs");
const s3 = require("aws-cdk-lib/aws-s3");
const secrets = require("aws-cdk-lib/aws-secretsmanager");
const ssm = require("aws-cdk-lib/aws-ssm");
const sfn = require("aws-cdk-lib/aws-stepfunctions");
const tasks = require("aws-cdk-lib/aws-stepfunctions-tasks");
const path = require("path");

const app = new cdk.App({ outdir: process.argv[2] });

function stack(name, make) {
  const it = new cdk.Stack(app, name);
  make(it, (containers, options = {}) => {
    const task = new ecs.FargateTaskDefinition(it, "Task", { cpu: 256, memoryLimitMiB: 512, ...options });
    containers(task);
    return task;
  });
}

const nginx = () => ecs.ContainerImage.fromRegistry("public.ecr.aws/nginx/nginx:1.27");
const container = (options) => (task) => task.addContainer("app", { image: nginx(), ...options });

stack("right-public-image", (it, fargate) => fargate(container({})));

stack("right-ecr-repository", (it, fargate) => {
  const repository = new ecr.Repository(it, "Repo");
  fargate(container({ image: ecs.ContainerImage.fromEcrRepository(repository, "1") }));
});

stack("right-ecr-by-name", (it, fargate) => {
  const repository = ecr.Repository.fromRepositoryName(it, "Repo", "team/app");
  fargate(container({ image: ecs.ContainerImage.fromEcrRepository(repository, "1") }));
});

stack("right-ecr-other-account", (it, fargate) => {
  const repository = ecr.Repository.fromRepositoryArn(
    it, "Repo", "arn:aws:ecr:eu-west-1:444455556666:repository/team/app");
  fargate(container({ image: ecs.ContainerImage.fromEcrRepository(repository, "1") }));
});

stack("right-ecr-encrypted", (it, fargate) => {
  const encryptionKey = new kms.Key(it, "Key");
  const repository = new ecr.Repository(it, "Repo", { encryption: ecr.RepositoryEncryption.KMS, encryptionKey });
  fargate(container({ image: ecs.ContainerImage.fromEcrRepository(repository, "1") }));
});

stack("right-image-asset", (it, fargate) =>
  fargate(container({ image: ecs.ContainerImage.fromAsset(path.join(__dirname, "image")) })));

stack("right-log-group", (it, fargate) => {
  const logGroup = new logs.LogGroup(it, "Logs");
  fargate(container({ logging: ecs.LogDrivers.awsLogs({ streamPrefix: "app", logGroup }) }));
});

stack("right-log-group-made", (it, fargate) =>
  fargate(container({ logging: ecs.LogDrivers.awsLogs({ streamPrefix: "app" }) })));

stack("right-log-group-by-name", (it, fargate) => {
  const logGroup = logs.LogGroup.fromLogGroupName(it, "Logs", "/ecs/app");
  fargate(container({ logging: ecs.LogDrivers.awsLogs({ streamPrefix: "app", logGroup }) }));
});

stack("right-secret", (it, fargate) => {
  const secret = new secrets.Secret(it, "Secret");
  fargate(container({ secrets: {
    WHOLE: ecs.Secret.fromSecretsManager(secret),
    PART: ecs.Secret.fromSecretsManager(secret, "password"),
  } }));
});

stack("right-secret-with-key", (it, fargate) => {
  const encryptionKey = new kms.Key(it, "Key");
  const secret = new secrets.Secret(it, "Secret", { encryptionKey });
  fargate(container({ secrets: { S: ecs.Secret.fromSecretsManager(secret) } }));
});

// CDK cannot change the policy of a key that it only knows by its ARN, and lets the role do nothing with it.
stack("alarm-secret-with-imported-key", (it, fargate) => {
  const encryptionKey = kms.Key.fromKeyArn(
    it, "Key", "arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012");
  const secret = new secrets.Secret(it, "Secret", { encryptionKey });
  fargate(container({ secrets: { S: ecs.Secret.fromSecretsManager(secret) } }));
});

stack("right-secret-by-name", (it, fargate) => {
  const secret = secrets.Secret.fromSecretNameV2(it, "Secret", "prod/db");
  fargate(container({ secrets: { S: ecs.Secret.fromSecretsManager(secret, "password") } }));
});

stack("right-secret-by-arn", (it, fargate) => {
  const secret = secrets.Secret.fromSecretCompleteArn(
    it, "Secret", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf");
  fargate(container({ secrets: { S: ecs.Secret.fromSecretsManager(secret) } }));
});

stack("right-parameter", (it, fargate) => {
  const parameter = new ssm.StringParameter(it, "Param", { stringValue: "x" });
  fargate(container({ secrets: { P: ecs.Secret.fromSsmParameter(parameter) } }));
});

stack("right-parameter-named", (it, fargate) => {
  const parameter = ssm.StringParameter.fromStringParameterName(it, "Param", "/app/name");
  fargate(container({ secrets: { P: ecs.Secret.fromSsmParameter(parameter) } }));
});

stack("right-parameter-secure-with-key", (it, fargate) => {
  const encryptionKey = new kms.Key(it, "Key");
  const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(
    it, "Param", { parameterName: "/app/secret", encryptionKey });
  fargate(container({ secrets: { P: ecs.Secret.fromSsmParameter(parameter) } }));
});

stack("right-private-registry", (it, fargate) => {
  const credentials = new secrets.Secret(it, "Login");
  fargate(container({ image: ecs.ContainerImage.fromRegistry("registry.example.com/app:1", { credentials }) }));
});

stack("right-firelens", (it, fargate) =>
  fargate(container({ logging: ecs.LogDrivers.firelens({ options: { Name: "stdout" } }) })));

stack("right-splunk-token", (it, fargate) => {
  const secretToken = ecs.Secret.fromSecretsManager(new secrets.Secret(it, "Token"));
  fargate(container({ logging: ecs.LogDrivers.splunk({ secretToken, url: "https://splunk.example.com:8088" }) }));
});

stack("right-own-role", (it, fargate) => {
  const executionRole = new iam.Role(it, "Exec", {
    assumedBy: new iam.ServicePrincipal("ecs-tasks.amazonaws.com"),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonECSTaskExecutionRolePolicy")],
  });
  const repository = ecr.Repository.fromRepositoryName(it, "Repo", "team/app");
  fargate(container({ image: ecs.ContainerImage.fromEcrRepository(repository, "1"),
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: "app" }) }), { executionRole });
});

stack("right-ec2", (it) => {
  const task = new ecs.Ec2TaskDefinition(it, "Task");
  const repository = ecr.Repository.fromRepositoryName(it, "Repo", "team/app");
  task.addContainer("app", { image: ecs.ContainerImage.fromEcrRepository(repository, "1"), memoryLimitMiB: 256,
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: "app" }) });
});

stack("alarm-environment-file", (it, fargate) => {
  const bucket = s3.Bucket.fromBucketName(it, "Bucket", "app-config");
  fargate(container({ environmentFiles: [ecs.EnvironmentFile.fromBucket(bucket, "app.env")] }));
});

stack("alarm-environment-file-beside-logs", (it, fargate) => {
  const bucket = new s3.Bucket(it, "Bucket");
  fargate(container({ environmentFiles: [ecs.EnvironmentFile.fromBucket(bucket, "app.env")],
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: "app" }) }));
});

stack("alarm-ecr-as-text", (it, fargate) =>
  fargate(container({ image: ecs.ContainerImage.fromRegistry(
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1") })));

stack("alarm-ecr-as-text-beside-logs", (it, fargate) =>
  fargate(container({ image: ecs.ContainerImage.fromRegistry(
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1"),
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: "app" }) })));

stack("alarm-credential-spec", (it) => {
  const task = new ecs.Ec2TaskDefinition(it, "Task");
  task.addContainer("app", { image: nginx(), memoryLimitMiB: 256, credentialSpecs: [
    ecs.DomainlessCredentialSpec.fromSsmParameter(
      ssm.StringParameter.fromStringParameterName(it, "Spec", "/gmsa/spec"))] });
});

stack("alarm-wrong-trust", (it, fargate) => {
  const executionRole = new iam.Role(it, "Exec", {
    assumedBy: new iam.ServicePrincipal("ec2.amazonaws.com"),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonECSTaskExecutionRolePolicy")],
  });
  fargate(container({ logging: ecs.LogDrivers.awsLogs({ streamPrefix: "app" }) }), { executionRole });
});

// The proxy of Service Connect logs, and CDK lets the execution role do it.
stack("right-service-connect-logs", (it, fargate) => {
  const cluster = new ecs.Cluster(it, "Cluster", { vpc: new ec2.Vpc(it, "Vpc") });
  cluster.addDefaultCloudMapNamespace({ name: "shop", useForServiceConnect: true });
  const taskDefinition = fargate(container({}));
  new ecs.FargateService(it, "Service", {
    cluster,
    taskDefinition,
    serviceConnectConfiguration: { logDriver: ecs.LogDrivers.awsLogs({ streamPrefix: "proxy" }) },
  });
});

// A state machine runs a task definition that fits both launch types on Fargate.
stack("alarm-state-machine", (it) => {
  const cluster = new ecs.Cluster(it, "Cluster", { vpc: new ec2.Vpc(it, "Vpc") });
  const taskDefinition = new ecs.TaskDefinition(it, "Task", {
    compatibility: ecs.Compatibility.EC2_AND_FARGATE, cpu: "256", memoryMiB: "512", family: "shop" });
  const image = ecs.ContainerImage.fromRegistry("111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1");
  taskDefinition.addContainer("app", { image });
  taskDefinition.node.defaultChild.addPropertyDeletionOverride("RequiresCompatibilities");
  const launchTarget = new tasks.EcsFargateLaunchTarget();
  const run = new tasks.EcsRunTask(it, "Run", {
    cluster, taskDefinition, launchTarget, integrationPattern: sfn.IntegrationPattern.RUN_JOB });
  new sfn.StateMachine(it, "Machine", { definitionBody: sfn.DefinitionBody.fromChainable(run) });
});

app.synth();
