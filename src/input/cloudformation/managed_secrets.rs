//! The attributes that are the ARN of a secret: most are secrets that another service makes.
//!
//! Source: CloudFormation's schemas of resource types, read-only properties. The beginnings of names are those of
//! the ARNs that the services make.

/// An attribute that is the ARN of a secret.
pub(super) struct ManagedSecret {
    /// The type of the resource.
    pub(super) kind: &'static str,
    /// The attribute, as `GetAtt` takes it.
    pub(super) attribute: &'static str,
    /// How the name of such a secret begins, where that is known.
    pub(super) prefix: &'static str,
    /// The keys that lead to the property with its KMS key; none if no property has it.
    pub(super) key: &'static str,
    /// Whether it is known that the service's own key encrypts it where the property is absent.
    pub(super) is_of_service: bool,
}

/// Every one of them but those of Secrets Manager itself, by type.
#[rustfmt::skip]
static ALL: [ManagedSecret; 26] = [
    row("AWS::BedrockAgentCore::ApiKeyCredentialProvider", "ApiKeySecretArn.SecretArn", "", ""),
    row("AWS::BedrockAgentCore::OAuth2CredentialProvider", "ClientSecretArn.SecretArn", "", ""),
    row("AWS::BedrockAgentCore::PaymentCredentialProvider", "ProviderConfigurationOutput.CoinbaseCdpConfiguration.ApiKeySecretArn.SecretArn", "", ""),
    row("AWS::BedrockAgentCore::PaymentCredentialProvider", "ProviderConfigurationOutput.CoinbaseCdpConfiguration.WalletSecretArn.SecretArn", "", ""),
    row("AWS::BedrockAgentCore::PaymentCredentialProvider", "ProviderConfigurationOutput.StripePrivyConfiguration.AppSecretArn.SecretArn", "", ""),
    row("AWS::BedrockAgentCore::PaymentCredentialProvider", "ProviderConfigurationOutput.StripePrivyConfiguration.AuthorizationPrivateKeyArn.SecretArn", "", ""),
    row("AWS::DataSync::LocationAzureBlob", "CmkSecretConfig.SecretArn", "", "CmkSecretConfig.KmsKeyArn"),
    row("AWS::DataSync::LocationAzureBlob", "ManagedSecretConfig.SecretArn", "", ""),
    row("AWS::DataSync::LocationFSxONTAP", "Protocol.SMB.CmkSecretConfig.SecretArn", "", "Protocol.SMB.CmkSecretConfig.KmsKeyArn"),
    row("AWS::DataSync::LocationFSxONTAP", "Protocol.SMB.ManagedSecretConfig.SecretArn", "", ""),
    row("AWS::DataSync::LocationFSxWindows", "CmkSecretConfig.SecretArn", "", "CmkSecretConfig.KmsKeyArn"),
    row("AWS::DataSync::LocationFSxWindows", "ManagedSecretConfig.SecretArn", "", ""),
    row("AWS::DataSync::LocationHDFS", "CmkSecretConfig.SecretArn", "", "CmkSecretConfig.KmsKeyArn"),
    row("AWS::DataSync::LocationHDFS", "ManagedSecretConfig.SecretArn", "", ""),
    row("AWS::DataSync::LocationObjectStorage", "CmkSecretConfig.SecretArn", "", "CmkSecretConfig.KmsKeyArn"),
    row("AWS::DataSync::LocationObjectStorage", "ManagedSecretConfig.SecretArn", "", ""),
    row("AWS::DataSync::LocationSMB", "CmkSecretConfig.SecretArn", "", "CmkSecretConfig.KmsKeyArn"),
    row("AWS::DataSync::LocationSMB", "ManagedSecretConfig.SecretArn", "", ""),
    row("AWS::Events::Connection", "SecretArn", "events!connection/", ""),
    // Without the key aws/secretsmanager is used. Source: RDS API, `MasterUserSecretKmsKeyId`.
    ManagedSecret { is_of_service: true, ..row("AWS::RDS::DBCluster", "MasterUserSecret.SecretArn", "rds!cluster-", "MasterUserSecret.KmsKeyId") },
    ManagedSecret { is_of_service: true, ..row("AWS::RDS::DBInstance", "MasterUserSecret.SecretArn", "rds!db-", "MasterUserSecret.KmsKeyId") },
    row("AWS::Redshift::Cluster", "MasterPasswordSecretArn", "redshift!", "MasterPasswordSecretKmsKeyId"),
    row("AWS::RedshiftServerless::Namespace", "Namespace.AdminPasswordSecretArn", "redshift!", "AdminPasswordSecretKmsKeyId"),
    row("AWS::Timestream::InfluxDBBackup", "InfluxAuthParametersSecretArn", "", ""),
    row("AWS::Timestream::InfluxDBCluster", "InfluxAuthParametersSecretArn", "", ""),
    row("AWS::Timestream::InfluxDBInstance", "InfluxAuthParametersSecretArn", "", ""),
];

const fn row(
    kind: &'static str,
    attribute: &'static str,
    prefix: &'static str,
    key: &'static str,
) -> ManagedSecret {
    ManagedSecret { kind, attribute, prefix, key, is_of_service: false }
}

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static ManagedSecret> {
    ALL.iter()
}

/// The secret that an attribute of a resource of this type is the ARN of.
pub(super) fn find(kind: &str, attribute: &str) -> Option<&'static ManagedSecret> {
    ALL.iter().find(|it| it.kind == kind && it.attribute == attribute)
}

#[cfg(test)]
mod tests {
    use super::{ALL, find};

    #[test]
    fn each_row_is_found_by_its_type_and_attribute() {
        for row in &ALL {
            let found = find(row.kind, row.attribute);
            assert!(
                found.is_some_and(|it| std::ptr::eq(it, row)),
                "{} {}",
                row.kind,
                row.attribute
            );
        }
        assert!(find("AWS::RDS::DBInstance", "Endpoint.Address").is_none());
    }
}
