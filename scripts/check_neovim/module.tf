# Größe: 𝄞
resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  network_mode             = "awsvpc"
  execution_role_arn       = "arn:aws:iam::111122223333:instance-profile/exec"
  container_definitions = jsonencode([
    { name = "ä€𝄞", image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1", loggConfiguration = {} }
  ])
}
