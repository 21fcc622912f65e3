//! What a configuration adds to the options of a run, as far as no file is read for it.

use super::Configuration;
use crate::front::options::Options;

impl Configuration {
    /// Sets what the options leave open, as they are and by a configuration before: the launch types, the agent, where the
    /// tasks run, the assumptions, the severities and the role that fixes set.
    pub fn fill(&self, options: &mut Options) {
        if let (true, Some(types)) = (options.launch_types.is_empty(), &self.launch_types) {
            options.launch_types.clone_from(&types.value);
        }
        let texts = [
            (&mut options.agent_version, &self.agent_version),
            (&mut options.account, &self.account),
            (&mut options.region, &self.region),
            (&mut options.partition, &self.partition),
            (&mut options.inserted_role, &self.inserted_role),
        ];
        for (option, setting) in texts {
            if option.is_none() {
                *option = setting.as_ref().map(|it| it.value.clone());
            }
        }
        let set = options.assume.iter().chain(&options.defaults.assume);
        let set: Vec<_> = set.map(|it| it.0.clone()).collect();
        let assumed = self.assume.iter().map(|it| it.value.clone());
        options.defaults.assume.extend(assumed.filter(|it| !set.contains(&it.0)));
        // The last of several for one code is used.
        options.severities.splice(0..0, self.severities.iter().map(|it| it.value.clone()));
    }
}
