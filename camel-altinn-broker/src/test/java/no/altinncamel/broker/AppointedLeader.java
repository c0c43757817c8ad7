package no.altinncamel.broker;

import java.util.List;
import java.util.Optional;

import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** A cluster of which this node is the only member, and its leader when the test says so. */
final class AppointedLeader extends AbstractCamelClusterService<AppointedLeader.View> implements CamelClusterMember {

    private volatile boolean leader;
    private volatile View view;

    void lead(boolean now) {
        leader = now;
        view.changed(now ? this : null);
    }

    @Override
    protected View createView(String namespace) {
        view = new View(namespace);
        return view;
    }

    @Override
    public boolean isLeader() {
        return leader;
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    final class View extends AbstractCamelClusterView {

        private View(String namespace) {
            super(AppointedLeader.this, namespace);
        }

        private void changed(CamelClusterMember to) {
            fireLeadershipChangedEvent(to);
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return leader ? Optional.of(AppointedLeader.this) : Optional.empty();
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return AppointedLeader.this;
        }

        @Override
        public List<CamelClusterMember> getMembers() {
            return List.of(AppointedLeader.this);
        }

        @Override
        protected void doStart() {
            // a leader by appointment
        }

        @Override
        protected void doStop() {
            // nothing to give back
        }
    }
}
