/// Bytes of the profile files by id: one line a file, as in the manifest.
let embeddedFiles: [String: [UInt8]] = [
    "astar-collator": PackageResources.astar_collator_yaml,
    "bifrost-collator": PackageResources.bifrost_collator_yaml,
    "hydration-collator": PackageResources.hydration_collator_yaml,
    "kilt-collator": PackageResources.kilt_collator_yaml,
    "moonbeam-collator": PackageResources.moonbeam_collator_yaml,
    "nodle-collator": PackageResources.nodle_collator_yaml,
    "parity-2022-04": PackageResources.parity_2022_04_yaml,
    "parity-2023-06": PackageResources.parity_2023_06_yaml,
    "parity-2024-09-collator": PackageResources.parity_2024_09_collator_yaml,
    "parity-2024-09-validator": PackageResources.parity_2024_09_validator_yaml,
    "phala-collator": PackageResources.phala_collator_yaml,
    "system-chain-collator": PackageResources.system_chain_collator_yaml,
]
