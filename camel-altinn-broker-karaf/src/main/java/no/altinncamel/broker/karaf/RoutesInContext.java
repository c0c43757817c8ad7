package no.altinncamel.broker.karaf;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RouteController;
import org.apache.camel.spi.SupervisingRouteController;

/**
 * The routes of one context, and how they start again as they were. All components of the context share it and use it as
 * their lock: two restarts at once would start each other's routes.
 */
final class RoutesInContext {

    private final CamelContext context;
    /** By the ids of the routes; of a restart that failed, until one succeeds. */
    private final Map<String, State> states = new HashMap<>();

    private record State(ServiceStatus status, boolean autoStartup) {}

    private RoutesInContext(CamelContext context) {
        this.context = context;
    }

    static synchronized RoutesInContext of(CamelContext context) {
        RoutesInContext routes = context.getCamelContextExtension().getContextPlugin(RoutesInContext.class);
        if (routes == null) {
            routes = new RoutesInContext(context);
            context.getCamelContextExtension().addContextPlugin(RoutesInContext.class, routes);
        }
        return routes;
    }

    /** Camel does not make these anew when it reloads routes. */
    synchronized List<String> fromTemplates() {
        return context.getRoutes().stream()
                .filter(Route::isCreatedByRouteTemplate)
                .map(Route::getRouteId)
                .toList();
    }

    /** Routes that ran run again; what an operator has stopped or suspended stays so. */
    synchronized void restart() throws Exception {
        context.getRoutes().forEach(this::remember);
        Map<RouteDefinition, String> changed = new IdentityHashMap<>();
        try {
            for (RouteDefinition definition : definitions()) {
                State state = states.get(definition.getRouteId());
                if (state != null && !state.status().isStarted()) {
                    changed.put(definition, definition.getAutoStartup());
                    definition.setAutoStartup("false");
                }
            }
            context.getRouteController().reloadAllRoutes();
        } finally {
            changed.forEach(RouteDefinition::setAutoStartup);
        }
        for (Route route : List.copyOf(context.getRoutes())) {
            restore(route);
        }
        states.clear();
    }

    private List<RouteDefinition> definitions() {
        return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
    }

    /** What stands still because a restart failed is not what an operator has stopped. */
    private void remember(Route route) {
        ServiceStatus status = isToRun(route) ? ServiceStatus.Started : status(route);
        if (status != null && (status.isStarted() || !states.containsKey(route.getRouteId()))) {
            boolean autoStartup = states.containsKey(route.getRouteId())
                    ? states.get(route.getRouteId()).autoStartup()
                    : !Boolean.FALSE.equals(route.isAutoStartup());
            states.put(route.getRouteId(), new State(status, autoStartup));
        }
    }

    /** Also what could not be started up to now. */
    private boolean isToRun(Route route) {
        RouteController controller = context.getRouteController();
        return controller instanceof SupervisingRouteController supervising
                && (supervising.getRestartingRoutes().contains(route)
                        || supervising.getExhaustedRoutes().contains(route));
    }

    private void restore(Route route) throws Exception {
        State state = states.get(route.getRouteId());
        if (state == null) {
            return;
        }
        RouteController controller = context.getRouteController();
        boolean suspended = state.status().isSuspended() || state.status().isSuspending();
        if ((state.status().isStarted() || suspended) && !status(route).isStarted()) {
            controller.startRoute(route.getRouteId());
        }
        if (suspended) {
            // it had to start: Camel suspends only what runs
            controller.suspendRoute(route.getRouteId());
        }
        route.setAutoStartup(state.autoStartup());
    }

    private ServiceStatus status(Route route) {
        return context.getRouteController().getRouteStatus(route.getRouteId());
    }
}
