package no.altinncamel.broker.karaf;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Runs something once, after a suspended context is resumed. */
final class AfterResume extends EventNotifierSupport {

    private final CamelContext context;
    private final Runnable task;

    private AfterResume(CamelContext context, Runnable task) {
        this.context = context;
        this.task = task;
        setIgnoreCamelContextInitEvents(true);
        setIgnoreExchangeEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
    }

    static void run(CamelContext context, Runnable task) {
        AfterResume notifier = new AfterResume(context, task);
        context.getManagementStrategy().addEventNotifier(notifier);
        if (context.isStarted()) {
            // it was resumed meanwhile
            notifier.finish();
        }
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.CamelContextResumedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        finish();
    }

    private void finish() {
        if (context.getManagementStrategy().removeEventNotifier(this)) {
            task.run();
        }
    }
}
