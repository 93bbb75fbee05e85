"""Every figure of a circle once more, worked out by networkx on a graph of the same people."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import assume, given

from ipt.relationships.comparison import compare
from ipt.relationships.inventory import RINGS, SUPPORT, Inventory
from ipt.relationships.network import measure
from tests.ipt.relationships.test_network import inventories

ME = "the patient"


def ego_network(inventory: Inventory) -> nx.Graph:
    """The patient tied to everybody counted, and those to each other who know each other."""
    graph = nx.Graph()
    graph.add_node(ME)
    for person in inventory.counted():
        graph.add_edge(
            ME,
            person.id,
            ring=person.ring,
            closeness=5 - person.ring,
            contact=person.contact or 0,
            conflict=person.conflict in ("open", "silent"),
            conflict_asked=person.conflict is not None,
            confide=bool(person.can_confide),
            confide_asked=person.can_confide is not None,
        )
    graph.add_edges_from(tuple(tie) for tie in inventory.ties if all(one in graph for one in tie))
    return graph


def help_network(inventory: Inventory) -> nx.MultiDiGraph:
    """An arrow for each kind of help, from who gives it to who gets it."""
    graph = nx.MultiDiGraph()
    graph.add_node(ME)
    for person in inventory.counted():
        graph.add_node(person.id, given=person.support_given, received=person.support_received)
        graph.add_edges_from((ME, person.id, kind) for kind in person.support_given or ())
        graph.add_edges_from((person.id, ME, kind) for kind in person.support_received or ())
    return graph


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def same(figure: float | None, other: float | None) -> bool:
    return figure is other is None or figure == pytest.approx(other)


@given(inventories())
def test_who_there_is_and_how_close(inventory: Inventory) -> None:
    graph, found = ego_network(inventory), measure(inventory)
    size = graph.degree(ME)
    mine = [graph.edges[ME, one] for one in graph[ME]]
    assert found.size == size
    assert found.by_ring == {ring: sum(edge["ring"] == ring for edge in mine) for ring in RINGS}
    assert found.inner == sum(edge["ring"] <= 2 for edge in mine)
    assert same(found.mean_closeness, share(graph.degree(ME, weight="closeness"), size))
    trust = (
        graph.degree(ME, weight="confide") if graph.degree(ME, weight="confide_asked") or not size else None
    )
    assert found.confidants == trust
    asked = graph.degree(ME, weight="conflict_asked")
    assert same(found.strain, share(graph.degree(ME, weight="conflict"), asked))


@given(inventories())
def test_who_knows_whom(inventory: Inventory) -> None:
    graph, found = ego_network(inventory), measure(inventory)
    alters = graph.subgraph(set(graph) - {ME})
    assert same(found.density, nx.density(alters) if len(alters) >= 2 else None)
    sizes = nx.effective_size(graph, nodes=[ME])  # Borgatti's form of Burt's effective size
    assert same(found.effective_size, sizes[ME] if len(alters) else None)


@given(inventories())
def test_how_often_in_touch(inventory: Inventory) -> None:
    asked = any(person.contact is not None for person in inventory.counted())
    wanted = ego_network(inventory).degree(ME, weight="contact") if asked else None
    assert same(measure(inventory).weekly_contact, wanted)


@given(inventories())
def test_how_much_nearer_people_are_wished(inventory: Inventory) -> None:
    graph = nx.DiGraph()
    graph.add_node(ME)
    for person in inventory.counted():
        if person.ideal_ring is not None:
            graph.add_edge(person.id, ME, gap=person.ring - person.ideal_ring)
    wanted = share(graph.in_degree(ME, weight="gap"), graph.in_degree(ME))
    assert same(measure(inventory).closeness_gap, wanted)


@given(inventories())
def test_who_helps_whom(inventory: Inventory) -> None:
    graph, found = help_network(inventory), measure(inventory)
    given, received = (
        {one for one, told in graph.nodes(data=way) if one != ME and told is not None}
        for way in ("given", "received")
    )
    both_ways = set(graph.predecessors(ME)) & set(graph.successors(ME)) & given & received
    assert same(found.reciprocity, share(len(both_ways), len(given & received)))
    known = bool(received) or not found.size
    heaviest = max((graph.number_of_edges(one, ME) for one in graph.predecessors(ME)), default=0)
    assert same(found.dependence, share(heaviest, graph.in_degree(ME)))
    assert found.support == {kind: _providers(graph, kind) if known else None for kind in SUPPORT}


def _providers(graph: nx.MultiDiGraph, kind: str) -> int:
    return sum(key == kind for _giver, _me, key in graph.in_edges(ME, keys=True))


@given(inventories(), inventories())
def test_how_much_two_circles_share(before: Inventory, after: Inventory) -> None:
    people = [{person.id for person in one.counted()} for one in (before, after)]
    assume(any(people))
    graph: Any = nx.Graph()
    graph.add_nodes_from(("before", "after"))
    graph.add_edges_from(
        (when, one) for when, ids in zip(("before", "after"), people, strict=True) for one in ids
    )
    [(_before, _after, jaccard)] = nx.jaccard_coefficient(graph, [("before", "after")])
    change = compare(before, after)
    assert change.jaccard == pytest.approx(jaccard)
    assert set(change.kept) == set(nx.common_neighbors(graph, "before", "after"))
