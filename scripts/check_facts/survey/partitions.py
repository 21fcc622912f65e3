"""The partitions: their suffixes and Regions, compared with the project's table."""

from collections.abc import Iterator

from check_facts.item import Item
from check_facts.sources import Sources

TABLE = "src/aws/partition.rs"


def partitions(sources: Sources) -> Iterator[Item]:
    """Every Region, pattern of Regions and suffix of every partition, and what the table has otherwise."""
    table = sources.project.partitions
    for partition in sources.partitions:
        name, outputs = partition["id"], partition["outputs"]
        suffix, place = outputs["dnsSuffix"], f"botocore partitions.json, {partition['id']}"
        row = table.get(name)
        if row is None:
            yield Item("partitions", f"{name}/not in the table", place, f"add the partition to {TABLE}")
        elif row.dns_suffix != suffix:
            difference = f"{name}/{row.dns_suffix} here, {suffix} in the model"
            yield Item("partitions", difference, f"{TABLE}; {place}", "correct the table")
        for what, value in (
            ("pattern", partition["regionRegex"]),
            ("suffix", suffix),
            ("dual-stack suffix", outputs["dualStackDnsSuffix"]),
        ):
            todo = f"are the prefixes and suffixes of {TABLE} and the hosts of src/aws/ecr_host.rs still right?"
            yield Item("partitions", f"{name}/{what} {value}", place, todo)
        for region in partition["regions"]:
            yield Item(
                "partitions",
                f"{name}/{region}",
                place,
                f"does a prefix in {TABLE} fit, and do the rules with `by-region` or accounts of AWS need a row?",
            )
            if row and not region.endswith("-global") and not any(
                region.startswith(f"{prefix}-") for prefix in row.region_prefixes
            ):
                yield Item("partitions", f"{name}/{region}/no prefix fits", place, f"add its prefix to {TABLE}")
    for name in sorted(table.keys() - {partition["id"] for partition in sources.partitions}):
        yield Item("partitions", f"{name}/not in the model", TABLE, "remove the row, or say why it stays")
    yield from tables_by_region(sources)


def tables_by_region(sources: Sources) -> Iterator[Item]:
    """Regions that a rule's table by Region lacks, and rows of it that are no Region."""
    regions = {
        region for partition in sources.partitions for region in partition["regions"] if not region.endswith("-global")
    }
    for rule, data in sources.project.rules.items():
        for name, rows in data.get("by-region", {}).items():
            place = f"rules/{rule}.yaml, by-region, {name}"
            for region in sorted(regions - rows.keys()):
                yield Item("partitions", f"{rule}/{name}/no row for {region}", place, "look up its value and add a row")
            for region in sorted(rows.keys() - regions):
                yield Item("partitions", f"{rule}/{name}/{region} is no Region", place, "correct or remove the row")
